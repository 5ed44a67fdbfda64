"""The SQL of the books, and the small things it needs.

A batch goes in or out as one JSON text. A statement a row would take longer, and give the
interpreter to another thread after each row, while nobody else can write.
"""

from collections import Counter
from collections.abc import Sequence

from navmage_dash.sync.causes import cause_of
from navmage_dash.sync.records import Outcome, Result

# One known with the same mark stays as it is; one that changed is due again, whatever it was.
# :found is [[key, row, mark], …].
DISCOVER = """
    insert into todo
        (connection_id, scenario, key, row, mark, seen_run, due_at, found_at, changed_at)
    select :connection, :scenario, json_extract(each.value, '$[0]'),
           json_extract(each.value, '$[1]'), json_extract(each.value, '$[2]'),
           :run, :now, :now, :now
      from json_each(:found) each where true
    on conflict (connection_id, scenario, key) do update set
        seen_run = excluded.seen_run,
        row = excluded.row,
        due_at = case when mark = excluded.mark then due_at else excluded.due_at end,
        attempts = case when mark = excluded.mark then attempts else 0 end,
        reason = case when mark = excluded.mark then reason else '' end,
        state = case
            when state in ('sent', 'delivered') then state
            when mark = excluded.mark and (state in ('failed', 'conflict', 'waiting')
                or state = 'skipped' and reason <> :no_more
                or state = 'settled' and not :again) then state
            else 'open' end,
        mark = excluded.mark
"""
# Of :found, those that DISCOVER would have open, or that are due as it is.
FRESH = """
    select json_extract(each.value, '$[0]') as key from json_each(:found) each
      left join todo on connection_id = :connection and scenario = :scenario
       and todo.key = json_extract(each.value, '$[0]')
     where todo.id is null or todo.mark <> json_extract(each.value, '$[2]')
        or not (state = 'conflict' or state = 'skipped' and reason <> :no_more
            or state = 'settled' and not :again or state = 'failed' and due_at > :now)
"""
# What a full run found was not asked for by a flag, so only a full run finds that it is gone.
DROP = """
    update todo set state = 'skipped', reason = :reason, changed_at = :now
     where connection_id = :connection and scenario = :scenario
       and state in ('open', 'failed', 'conflict', 'waiting') and seen_run <> :run
       and not exists (select 1 from run where id = seen_run and full
           and not (select full from run where id = :run))
    returning key
"""
COUNT_READ = "update step set read = read + :n where run_id = :run and position = :position"
COUNT_SKIPPED = """
    update step set skipped = skipped + :n where run_id = :run and position = :position
"""
# A run that goes on reads again what it had read: it counts once, and what it did stays counted.
COUNT_DUE = """
    update step set
        read = (
            select count(*) from todo where connection_id = :connection and scenario = :scenario
               and seen_run = :run),
        due = created + updated + unchanged + skipped + waiting + conflict + failed + (
            select count(*) from todo where connection_id = :connection and scenario = :scenario
               and state in ('open', 'failed', 'waiting') and due_at <= :now)
     where run_id = :run and position = :position
"""
COMPLETE = """
    insert into cursor (connection_id, scenario, completed_at)
    values (:connection, :scenario, :now)
    on conflict (connection_id, scenario) do update set completed_at = :now
"""
MOVE_CURSOR = """
    insert into cursor (connection_id, scenario, value) values (:connection, :scenario, :cursor)
    on conflict (connection_id, scenario) do update set value = :cursor
"""
UNFINISHED = """
    select id, key, row, mark, plan from todo
     where connection_id = :connection and scenario = :scenario and state = :state
     order by id limit :limit
"""
# Three looks into the index rather than one sort of all that is due.
# Gives [[id, key, row, mark, attempts], …].
DUE = """
    select json_group_array(json_array(id, key, json(row), mark, attempts)) as found from (
        select * from (
            select id, key, row, mark, attempts from todo
             where connection_id = :connection and scenario = :scenario and state = 'open'
               and due_at <= :now and id > :after order by id limit :limit)
        union all
        select * from (
            select id, key, row, mark, attempts from todo
             where connection_id = :connection and scenario = :scenario and state = 'failed'
               and due_at <= :now and id > :after order by id limit :limit)
        union all
        select * from (
            select id, key, row, mark, attempts from todo
             where connection_id = :connection and scenario = :scenario and state = 'waiting'
               and due_at <= :now and id > :after order by id limit :limit)
         order by id limit :limit)
"""
# Gives {key: [remote_id, fields], …}. Records that go both ways have one entry for both scenarios,
# under NAV's key, so the scenario that comes from Magento looks and learns the other way round.
LEDGER = """
    select json_group_object({key}, json_array({remote_id}, json(fields))) as known from ledger
     where connection_id = :connection and entity = :entity
       and {key} in (select value from json_each(:keys))
"""
MARKS = """
    select {key} as key, fingerprint from ledger
     where connection_id = :connection and entity = :entity and gone = 0
"""
# :batch is [[id, plan], …].
INTEND = """
    update todo set state = 'sent', plan = json_extract(each.value, '$[1]'), changed_at = :now
      from json_each(:batch) each where todo.id = json_extract(each.value, '$[0]')
"""
MOVE = """
    update todo set state = :state, reason = :reason, changed_at = :now
     where id in (select value from json_each(:ids))
"""
# A failed record is due again by itself: after 5 minutes, then after twice as long, up to 12 hours.
MOVE_RESULT = """
    update todo set state = :state, reason = :reason, cause = :cause,
        plan = coalesce(:plan, plan), changed_at = :now,
        due_at = case when :failed then strftime('%Y-%m-%dT%H:%M:%f000+00:00', :now,
            '+' || min(5 * (1 << min(attempts, 8)), 720) || ' minutes') else due_at end,
        attempts = case when :failed then attempts + 1 else 0 end
     where id = :id
"""
LEARN = """
    insert into ledger (connection_id, entity, {key}, {remote_id}, fields, fingerprint, gone, at)
    values (:connection, :entity, :key, :remote_id, :fields, :mark, :mark = 'gone', :now)
    on conflict (connection_id, entity, key) do update set remote_id = excluded.remote_id,
        fields = excluded.fields, fingerprint = excluded.fingerprint, gone = excluded.gone,
        at = excluded.at
"""
# What was sent has its plan in the books already: what the far side took is copied from there.
# :answered is [[id, outcome, remote_id, note], …].
OUTCOME_ANSWERED = """
    insert into outcome (run_id, connection_id, scenario, key, outcome, note, changes, at)
    select :run, :connection, :scenario, todo.key, json_extract(each.value, '$[1]'),
           json_extract(each.value, '$[3]'), json_extract(todo.plan, '$.changes'), :now
      from json_each(:answered) each cross join todo
        on todo.id = json_extract(each.value, '$[0]')
"""
LEARN_ANSWERED = """
    insert into ledger (connection_id, entity, {key}, {remote_id}, fields, fingerprint, gone, at)
    select :connection, :entity, todo.key, json_extract(each.value, '$[2]'),
           coalesce(json_extract(todo.plan, '$.agreed'), json_extract(todo.plan, '$.fields')),
           todo.mark, todo.mark = 'gone', :now
      from json_each(:answered) each cross join todo
        on todo.id = json_extract(each.value, '$[0]')
     where true
    on conflict (connection_id, entity, key) do update set remote_id = excluded.remote_id,
        fields = excluded.fields, fingerprint = excluded.fingerprint, gone = excluded.gone,
        at = excluded.at
"""
MOVE_ANSWERED = """
    update todo set state = :state, reason = '', cause = '', changed_at = :now, attempts = 0,
        plan = json_set(plan, '$.remote_id', json_extract(each.value, '$[2]'),
            '$.told', json_patch(json_extract(plan, '$.told'), json_extract(each.value, '$[4]')))
      from json_each(:answered) each where todo.id = json_extract(each.value, '$[0]')
"""
# The target has it no more: nothing is known of it but that, until a person decides.
FORGET = """
    update ledger set fields = '{}' where connection_id = :connection and entity = :entity
       and {key} = :key
"""
MARK_GONE = """
    update ledger set gone = 1 where connection_id = :connection and entity = :entity
       and {key} = :key
"""
# A record that still waits for the same is no news.
OUTCOME = """
    insert into outcome (run_id, connection_id, scenario, key, outcome, note, cause, changes, at)
    select :run, :connection, :scenario, :key, :outcome, :note, :cause, :changes, :at
     where not (:outcome = 'waiting' and not (select dry from run where id = :run) and exists (
        select 1 from todo where connection_id = :connection and scenario = :scenario
           and key = :key and state = 'waiting' and reason = :note))
"""
EXCHANGE = """
    insert into exchange (run_id, connection_id, scenario, key, method, url, request, status,
                          response, ms, at)
    values (:run, :connection, :scenario, :key, :method, :url, :request, :status,
            :response, :ms, :at)
"""
DECISIONS = """
    select field, nav, magento, taken, decided_by from conflict
     where connection_id = :connection and scenario = :scenario and key = :key and state = 'decided'
"""
# :clashes is [[key, field, base, nav, magento, taken, by, remote_id], …], none of them decided by a
# person: what is there already is open again, for other values.
CLASH = """
    insert into conflict (connection_id, entity, scenario, key, field, base, nav, magento, state,
                          taken, decided_by, at, decided_at, twin)
    select :connection, :entity, :scenario, json_extract(each.value, '$[0]'),
           json_extract(each.value, '$[1]'), json_extract(each.value, '$[2]'),
           json_extract(each.value, '$[3]'), json_extract(each.value, '$[4]'),
           case when json_extract(each.value, '$[6]') = '' then 'open' else 'used' end,
           case when json_extract(each.value, '$[6]') = '' then null
                else json_extract(each.value, '$[5]') end,
           json_extract(each.value, '$[6]'), :now,
           case when json_extract(each.value, '$[6]') = '' then null else :now end,
           json_extract(each.value, '$[6]') = '' and exists (
               select 1 from conflict other where other.connection_id = :connection
                  and other.entity = :entity and other.scenario <> :scenario
                  and other.key = json_extract(each.value, '$[7]')
                  and other.field = json_extract(each.value, '$[1]')
                  and other.nav is json_extract(each.value, '$[3]')
                  and other.magento is json_extract(each.value, '$[4]')
                  and other.state in ('open', 'decided') and not other.twin)
      from json_each(:clashes) each where true
    on conflict (connection_id, scenario, key, field) where state in ('open', 'decided')
        do update set base = excluded.base, nav = excluded.nav, magento = excluded.magento,
           state = 'open', taken = null, decided_by = '', decided_at = null, at = excluded.at,
           twin = excluded.twin
"""
# The record has gone through: its decisions are used, and what was open has been solved elsewhere.
CLASHES_USED = """
    update conflict set decided_by = case when state = 'open' then 'agreed meanwhile'
               else decided_by end, decided_at = coalesce(decided_at, :now), state = 'used'
     where connection_id = :connection and scenario = :scenario
       and key in (select value from json_each(:keys)) and state in ('open', 'decided')
"""
# :pairs is [remote_id, …]: the same records, as the scenario of the other direction names them.
OTHER_WAY = """
    update todo set state = 'open', due_at = :now, changed_at = :now
     where connection_id = :connection and scenario <> :scenario and state = 'conflict'
       and key in (select value from json_each(:pairs))
       and exists (select 1 from conflict where conflict.connection_id = todo.connection_id
           and conflict.scenario = todo.scenario and conflict.key = todo.key
           and conflict.entity = :entity and conflict.state in ('open', 'decided'))
"""


def turned(sql: str, *, other_way: bool) -> str:
    """The ledger's keys are NAV's where records go both ways and this one comes from Magento."""
    key, remote_id = ("remote_id", "key") if other_way else ("key", "remote_id")
    return sql.replace("{key}", key).replace("{remote_id}", remote_id)


def count(results: Sequence[Result]) -> str:
    """An update that adds the results to their step's counts."""
    counted = Counter(result.outcome.value for result in results)
    sums = ", ".join(f"{name} = {name} + {n}" for name, n in counted.items())
    return f"update step set {sums} where run_id = :run and position = :position"  # noqa: S608


def cause(result: Result) -> str:
    bad = result.outcome in (Outcome.FAILED, Outcome.CONFLICT)
    return cause_of(result.note) if bad else ""
