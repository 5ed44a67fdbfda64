"""The sandbox is held to recordings: by area in test_sandbox_truth_*.py, counted here.

`python run.py test` prints the counts at its end (see conftest.pytest_terminal_summary).
"""

from pathlib import Path

import pytest
import truth


def test_what_is_counted_is_summed_by_area(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "counts"
    path.touch()
    monkeypatch.setenv(truth.VARIABLE, str(path))
    assert truth.summary() == []
    truth.count("Magento 2 tax", 12, 12, 1)
    truth.count("NAV WSDLs", 4, 3)
    truth.count("NAV WSDLs", 4, 3)  # counted once, however many processes ran it
    assert truth.summary() == [
        "Magento 2 tax: 12 of 12 agree, 1 not covered",
        "NAV WSDLs: 3 of 4 agree",
        "all: 15 of 16 recorded exchanges agree",
    ]
