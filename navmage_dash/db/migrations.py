"""The schema, as steps. Append at the end; a landed step is never edited.

Times are UTC, ISO 8601, as text. Every table is STRICT. What has an address of its own never
gives its number to another (autoincrement).
"""

from sqlite_utils import Database, Migrations

migrations = Migrations("navmage_dash")


@migrations()
def m001_connections(db: Database) -> None:
    db.executescript("""
        create table operator (
            id integer primary key autoincrement,
            name text not null unique collate nocase check (length(name) between 1 and 255),
            password_hash text not null default '',
            administrator integer not null default 0 check (administrator in (0, 1)),
            created_at text not null
        ) strict;
        create table setting (
            name text primary key,
            value text not null
        ) strict, without rowid;
        create table connection (
            id integer primary key autoincrement,
            guid text not null unique collate nocase,
            name text not null unique collate nocase check (length(name) between 3 and 255),
            kind text not null check (kind in ('nav', 'magento')),
            platform text not null check (platform in ('nav', 'magento2', 'magento1')),
            url text not null,
            normal_url text not null,
            company text not null default '',
            auth text not null
                check (auth in ('basic', 'ntlm', 'admin', 'bearer', 'oauth1', 'session')),
            user text not null default '',
            secrets text not null default '',
            consumer_key text not null default '',
            wsi integer not null default 0 check (wsi in (0, 1)),
            website text not null default '',
            sync_start_date text not null default '2007-01-01',
            two_way integer not null default 0 check (two_way in (0, 1)),
            priority text not null default 'remote' check (priority in ('remote', 'local')),
            admin_url text not null default '',
            owner_id integer references operator,
            enabled integer not null default 1 check (enabled in (0, 1)),
            workers integer not null default 1 check (workers between 1 and 8),
            first_synced_at text,
            checked_at text,
            check_ok integer check (check_ok in (0, 1)),
            check_report text,
            created_at text not null,
            check ((kind = 'nav') = (platform = 'nav'))
        ) strict;
        -- One NAV, many Magentos.
        create unique index connection_nav on connection (kind) where kind = 'nav';
        create table website (
            connection_id integer not null references connection on delete cascade,
            website_id text not null,
            code text not null default '',
            name text not null default '',
            stores text not null default '[]',
            seen_at text not null,
            gone_at text,
            primary key (connection_id, website_id)
        ) strict, without rowid;
        create table lookup (
            connection_id integer not null references connection on delete cascade,
            type text not null,
            source text not null,
            destination text not null,
            primary key (connection_id, type, source)
        ) strict, without rowid;
    """)


@migrations()
def m002_runs(db: Database) -> None:
    db.executescript("""
        create table run (
            id integer primary key autoincrement,
            connection_id integer not null references connection on delete cascade,
            scenarios text not null,
            dry integer not null default 0 check (dry in (0, 1)),
            full integer not null default 0 check (full in (0, 1)),
            wanted_by text not null default '',
            state text not null default 'queued' check (state in ('queued', 'running', 'succeeded',
                'succeeded with errors', 'failed', 'interrupted', 'cancelled')),
            note text not null default '',
            attempts integer not null default 0,
            cancel_asked integer not null default 0 check (cancel_asked in (0, 1)),
            queued_at text not null,
            due_at text not null,
            started_at text,
            ended_at text
        ) strict;
        -- A second click finds the run that the first one asked for.
        create unique index run_active on run (connection_id, scenarios, dry)
            where state in ('queued', 'running', 'interrupted');
        create index run_connection on run (connection_id, id);
        -- One run a connection at a time.
        create unique index run_running on run (connection_id) where state = 'running';
        create table step (
            run_id integer not null references run on delete cascade,
            position integer not null,
            scenario text not null,
            state text not null default 'queued' check (state in ('queued', 'running', 'succeeded',
                'succeeded with errors', 'failed', 'interrupted', 'cancelled')),
            note text not null default '',
            read integer not null default 0,
            due integer not null default 0,
            created integer not null default 0,
            updated integer not null default 0,
            unchanged integer not null default 0,
            skipped integer not null default 0,
            conflict integer not null default 0,
            failed integer not null default 0,
            calls integer not null default 0,
            started_at text,
            ended_at text,
            primary key (run_id, position)
        ) strict, without rowid;
        create table schedule (
            connection_id integer not null references connection on delete cascade,
            scenario text not null,
            minutes integer check (minutes between 1 and 10080),
            cron text,
            due_at text not null,
            primary key (connection_id, scenario),
            check ((minutes is null) <> (cron is null))
        ) strict, without rowid;
    """)


@migrations()
def m003_records(db: Database) -> None:
    db.executescript("""
        create table todo (
            id integer primary key autoincrement,
            connection_id integer not null references connection on delete cascade,
            scenario text not null,
            key text not null,
            state text not null default 'open' check (state in ('open', 'sent', 'delivered',
                'settled', 'failed', 'skipped', 'conflict')),
            row text not null,
            mark text not null,
            plan text,
            reason text not null default '',
            cause text not null default '',
            attempts integer not null default 0,
            seen_run integer not null,
            due_at text not null,
            found_at text not null,
            changed_at text not null,
            unique (connection_id, scenario, key)
        ) strict;
        create index todo_state on todo (connection_id, scenario, state, id);
        create index todo_attention on todo (state, connection_id)
            where state in ('failed', 'conflict', 'skipped');
        create table ledger (
            connection_id integer not null references connection on delete cascade,
            entity text not null,
            key text not null,
            remote_id text not null default '',
            fields text not null,
            fingerprint text not null,
            gone integer not null default 0 check (gone in (0, 1)),
            at text not null,
            primary key (connection_id, entity, key)
        ) strict, without rowid;
        create table cursor (
            connection_id integer not null references connection on delete cascade,
            scenario text not null,
            value text not null default '',
            completed_at text,
            primary key (connection_id, scenario)
        ) strict, without rowid;
        create table outcome (
            id integer primary key,
            run_id integer not null references run on delete cascade,
            connection_id integer not null,
            scenario text not null,
            key text not null,
            outcome text not null check (outcome in
                ('created', 'updated', 'unchanged', 'skipped', 'conflict', 'failed')),
            note text not null default '',
            cause text not null default '',
            changes text not null default '{}',
            at text not null
        ) strict;
        create index outcome_run on outcome (run_id, scenario, outcome, id);
        create index outcome_record on outcome (connection_id, scenario, key, id);
        create table exchange (
            id integer primary key,
            run_id integer not null references run on delete cascade,
            connection_id integer not null,
            scenario text not null,
            key text not null,
            method text not null,
            url text not null,
            request text not null,
            status integer,
            response text not null,
            ms integer not null,
            at text not null
        ) strict;
        create index exchange_record on exchange (connection_id, scenario, key, id);
        create index exchange_at on exchange (at);
    """)


@migrations()
def m004_whole_day(db: Database) -> None:
    """Waiting records; what users set for a scenario; conflicts.

    SQLite changes no check, so the tables that name the states are made anew.
    """
    db.executescript("""
        alter table step add column waiting integer not null default 0;
        -- The third choice; `priority` has a check that cannot be changed, and is read no more.
        alter table connection add column sync_priority text not null default 'remote'
            check (sync_priority in ('remote', 'local', 'ask'));
        update connection set sync_priority = priority;
        create table new_todo (
            id integer primary key autoincrement,
            connection_id integer not null references connection on delete cascade,
            scenario text not null,
            key text not null,
            state text not null default 'open' check (state in ('open', 'sent', 'delivered',
                'settled', 'failed', 'skipped', 'conflict', 'waiting')),
            row text not null,
            mark text not null,
            plan text,
            reason text not null default '',
            cause text not null default '',
            attempts integer not null default 0,
            seen_run integer not null,
            due_at text not null,
            found_at text not null,
            changed_at text not null,
            unique (connection_id, scenario, key)
        ) strict;
        insert into new_todo select * from todo;
        delete from sqlite_sequence where name = 'new_todo';
        insert into sqlite_sequence select 'new_todo', seq from sqlite_sequence where name = 'todo';
        drop table todo;
        alter table new_todo rename to todo;
        create index todo_state on todo (connection_id, scenario, state, id);
        create index todo_attention on todo (state, connection_id)
            where state in ('failed', 'conflict', 'skipped', 'waiting');
        create table new_outcome (
            id integer primary key,
            run_id integer not null references run on delete cascade,
            connection_id integer not null,
            scenario text not null,
            key text not null,
            outcome text not null check (outcome in ('created', 'updated', 'unchanged', 'skipped',
                'waiting', 'conflict', 'failed')),
            note text not null default '',
            cause text not null default '',
            changes text not null default '{}',
            at text not null
        ) strict;
        insert into new_outcome select * from outcome;
        drop table outcome;
        alter table new_outcome rename to outcome;
        create index outcome_run on outcome (run_id, scenario, outcome, id);
        create index outcome_record on outcome (connection_id, scenario, key, id);
        create index ledger_remote on ledger (connection_id, entity, remote_id);
        create table override (
            connection_id integer not null references connection on delete cascade,
            scenario text not null,
            field text not null,
            kind text not null check (kind in ('constant', 'field', 'blank')),
            value text not null default '',
            primary key (connection_id, scenario, field)
        ) strict, without rowid;
        create table filter (
            id integer primary key autoincrement,
            connection_id integer not null references connection on delete cascade,
            scenario text not null,
            field text not null,
            condition text not null,
            value text not null default ''
        ) strict;
        create index filter_scenario on filter (connection_id, scenario);
        create table option (
            connection_id integer not null references connection on delete cascade,
            name text not null,
            value text not null,
            primary key (connection_id, name)
        ) strict, without rowid;
        create table conflict (
            id integer primary key autoincrement,
            connection_id integer not null references connection on delete cascade,
            entity text not null,
            scenario text not null,
            key text not null,
            field text not null,
            base text,
            nav text,
            magento text,
            state text not null check (state in ('open', 'decided', 'used')),
            taken text,
            decided_by text not null default '',
            at text not null,
            decided_at text,
            -- The other direction has the same one of the same record, and is asked about it.
            twin integer not null default 0 check (twin in (0, 1))
        ) strict;
        create unique index conflict_open on conflict (connection_id, scenario, key, field)
            where state in ('open', 'decided');
        create index conflict_state on conflict (state, connection_id, id);
    """)
