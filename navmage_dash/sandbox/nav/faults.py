"""What NAV answers when it refuses: a class name, a text, and HTTP 500 for all of them.

Texts and classes are those of recorded faults and of Microsoft's lists. The text is in the language
of the service's user; a few are here in Spanish too, since a client must not rely on the text.
"""

from collections.abc import Mapping
from xml.sax.saxutils import escape

TYPES = "Microsoft.Dynamics.Nav.Types.Exceptions."
BROKER = "Microsoft.Dynamics.Nav.Service.WebServices.ServiceBrokerException"

_CLASSES = {
    "stale": BROKER,
    "gone": BROKER,
    "key": BROKER,
    "unsupported": BROKER,
    "read_only": BROKER,
    "exists": TYPES + "NavCSideDuplicateKeyException",
    "missing": TYPES + "NavCSideRecordNotFoundException",
    "relation": TYPES + "NavCSideValidateTableRelationException",
    "filter": TYPES + "NavFilterException",
    "required": TYPES + "NavTestFieldException",
    "equal": TYPES + "NavTestFieldException",
    "length": TYPES + "NavNCLStringLengthExceededException",
    "evaluate": TYPES + "NavNCLEvaluateException",
    "error": TYPES + "NavNCLDialogException",
    "callback": TYPES + "NavNCLCallbackNotAllowedException",
    "locked": TYPES + "NavCSideException",
    "deadlock": TYPES + "NavCSideException",
    "permission": TYPES + "NavPermissionException",
    "company": TYPES + "NavCompanyNotFoundException",
    "service": "Microsoft.Dynamics.Nav.Service.WebServices.ServiceNotFoundException",
}
_ENGLISH = {
    "stale": 'Other user has modified "{service}" "{view}"',
    "gone": "{table} {field} {value} does not exist.",
    "key": "The Key {value} is not valid for the {service} service.",
    "unsupported": 'The function "{name}" is not found in the {service} service.',
    "read_only": "Control '{field}' is read-only",
    "exists": "The {table} already exists. Identification fields and values: {key}",
    "missing": "The {table} does not exist. Identification fields and values: {key}",
    "relation": "The field {field} of table {table} contains a value ({value}) that cannot be found"
    " in the related table ({related}).",
    "filter": 'The filter "{criteria}" is not valid for the {field} field on the {table} table.'
    " {why}",
    "required": "{field} must have a value in {table}: {key}. It cannot be zero or empty.",
    "length": "The length of the string is {length}, but it must be less than or equal to {limit}"
    " characters. Value: {value}",
    "evaluate": 'The value "{value}" can\'t be evaluated into type {kind}.',
    "error": "{text}",
    "equal": "{text}",
    "callback": "Callback functions are not allowed.",
    "locked": "The operation could not complete because a record in the {table} table was locked by"
    " another user. Please retry the activity.",
    "deadlock": "The activity was deadlocked with another user who was modifying the {table} table."
    " Start the activity again.",
    "permission": "You do not have the following permissions on TableData {table}: {right}",
    "company": 'The company "{company}" does not exist.',
    "service": 'Service "{name}" was not found!',
}
_SPANISH = {
    "exists": "El registro {table} ya existe. Campos y valores de identificación: {key}",
    "gone": "{table} {field} {value} no existe.",
    "relation": "El campo {field} de la tabla {table} contiene un valor ({value}) que no se"
    " encuentra en la tabla relacionada ({related}).",
    "required": "{field} debe tener un valor en {table}: {key}. No puede ser cero ni estar vacío.",
    "locked": "No se ha podido completar la operación porque otro usuario ha bloqueado un registro"
    " de la tabla {table}. Vuelva a intentar la actividad.",
    "permission": "No dispone de los siguientes permisos en TableData {table}: {right}",
}
TEXTS: Mapping[str, Mapping[str, str]] = {"en-US": _ENGLISH, "es-ES": {**_ENGLISH, **_SPANISH}}


class NavFault(ValueError):
    """Refused for `reason`, one of the names above; `about` fills its text."""

    def __init__(self, reason: str, **about: object) -> None:
        self.reason, self.about = reason, about
        super().__init__(self.text())

    def text(self, language: str = "en-US") -> str:
        return TEXTS[language][self.reason].format(**self.about).strip()

    def envelope(self, language: str = "en-US") -> bytes:
        return envelope(_CLASSES[self.reason], self.text(language), language)


def envelope(name: str, text: str, language: str = "en-US") -> bytes:
    said = escape(text)
    return (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>'
        f'<faultcode xmlns:a="urn:microsoft-dynamics-schemas/error">a:{name}</faultcode>'
        f'<faultstring xml:lang="{language}">{said}</faultstring>'
        '<detail><string xmlns="http://schemas.microsoft.com/2003/10/Serialization/">'
        f"{said}</string></detail></s:Fault></s:Body></s:Envelope>"
    ).encode()
