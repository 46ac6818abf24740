package org.conclave.persistence.internal.sqlite;

import java.util.List;

/**
 * The scripts of {@link Schema}. A script that was released is never edited; a change is a new one.
 *
 * <p>What stays open is what finds and orders rows. {@code grp}, {@code state}, {@code tree} and
 * the like are keyed hashes; every column called {@code sealed} or described as such holds nonce,
 * ciphertext and tag.
 */
final class SchemaScripts {
  static final List<String> V1 =
      List.of(
          // Ties the database to its header: opens under the header's key only.
          "CREATE TABLE binding (id INTEGER PRIMARY KEY, sealed BLOB NOT NULL)",
          """
          CREATE TABLE key_value (
            namespace BLOB NOT NULL, key BLOB NOT NULL,
            name BLOB NOT NULL, sealed BLOB NOT NULL,
            PRIMARY KEY (namespace, key)) WITHOUT ROWID\
          """,
          """
          CREATE TABLE ledger (
            position INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE,
            name BLOB NOT NULL, sealed BLOB NOT NULL)\
          """,
          """
          CREATE TABLE conversation (
            grp BLOB PRIMARY KEY, activity INTEGER NOT NULL,
            sealed BLOB NOT NULL, unread BLOB NOT NULL) WITHOUT ROWID\
          """,
          """
          CREATE TABLE message (
            grp BLOB NOT NULL REFERENCES conversation (grp), sequence INTEGER NOT NULL,
            author_id BLOB NOT NULL UNIQUE, id BLOB NOT NULL,
            sealed BLOB NOT NULL, delivery BLOB NOT NULL,
            UNIQUE (grp, sequence))\
          """,
          "CREATE INDEX message_id ON message (id)",
          """
          CREATE TABLE group_head (
            grp BLOB PRIMARY KEY, version INTEGER NOT NULL, sealed BLOB NOT NULL) WITHOUT ROWID\
          """,
          """
          CREATE TABLE state (
            id INTEGER PRIMARY KEY, grp BLOB NOT NULL, state BLOB NOT NULL,
            epoch INTEGER NOT NULL, tree BLOB NOT NULL,
            sealed BLOB NOT NULL, secrets BLOB NOT NULL, pending BLOB NOT NULL,
            UNIQUE (grp, state))\
          """,
          """
          CREATE TABLE ratchet (
            state INTEGER NOT NULL REFERENCES state (id) ON DELETE CASCADE,
            kind INTEGER NOT NULL, idx INTEGER NOT NULL, sealed BLOB NOT NULL,
            PRIMARY KEY (state, kind, idx)) WITHOUT ROWID\
          """,
          """
          CREATE TABLE tree_segment (
            grp BLOB NOT NULL, tree BLOB NOT NULL, base BLOB, sealed BLOB NOT NULL,
            PRIMARY KEY (grp, tree))\
          """,
          """
          CREATE TABLE member (
            grp BLOB NOT NULL, leaf INTEGER NOT NULL, sealed BLOB NOT NULL,
            PRIMARY KEY (grp, leaf)) WITHOUT ROWID\
          """,
          """
          CREATE TABLE envelope (
            position INTEGER PRIMARY KEY, grp BLOB NOT NULL, envelope BLOB NOT NULL,
            state BLOB NOT NULL, epoch INTEGER NOT NULL, status INTEGER NOT NULL,
            name BLOB NOT NULL, sealed BLOB NOT NULL,
            UNIQUE (grp, envelope))\
          """,
          "CREATE INDEX envelope_epoch ON envelope (grp, epoch, status)",
          // Status 1 is WAITING.
          "CREATE INDEX envelope_waiting ON envelope (grp, state) WHERE status = 1",
          """
          CREATE TABLE holdings (
            grp BLOB NOT NULL, epoch INTEGER NOT NULL, sealed BLOB NOT NULL,
            PRIMARY KEY (grp, epoch)) WITHOUT ROWID\
          """,
          "CREATE TABLE person (id INTEGER PRIMARY KEY, user BLOB NOT NULL UNIQUE, sealed BLOB NOT"
              + " NULL)",
          """
          CREATE TABLE outbox (
            id INTEGER PRIMARY KEY AUTOINCREMENT, grp BLOB, envelope BLOB,
            expires INTEGER NOT NULL, sealed BLOB NOT NULL)\
          """,
          "CREATE INDEX outbox_envelope ON outbox (envelope) WHERE envelope IS NOT NULL",
          "CREATE INDEX outbox_group ON outbox (grp) WHERE grp IS NOT NULL",
          "CREATE INDEX outbox_expires ON outbox (expires)",
          """
          CREATE TABLE awaiting (
            row INTEGER NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
            person INTEGER NOT NULL REFERENCES person (id),
            PRIMARY KEY (row, person)) WITHOUT ROWID\
          """,
          "CREATE INDEX awaiting_person ON awaiting (person, row)",
          """
          CREATE TABLE key_package (
            id INTEGER PRIMARY KEY, reference BLOB NOT NULL UNIQUE,
            last_resort INTEGER NOT NULL, given INTEGER NOT NULL,
            sealed BLOB NOT NULL, private BLOB NOT NULL)\
          """);

  /** The audit log; and messages whose time can be over. */
  static final List<String> V2 =
      List.of(
          "CREATE TABLE audit (number INTEGER PRIMARY KEY, sealed BLOB NOT NULL)",
          "CREATE TABLE audit_head (id INTEGER PRIMARY KEY, sealed BLOB NOT NULL)",
          // Hours since 1970; 0 until it is looked up, and NULL once the content is deleted.
          "ALTER TABLE message ADD COLUMN hour INTEGER DEFAULT 0",
          "CREATE INDEX message_hour ON message (hour) WHERE hour IS NOT NULL",
          "CREATE INDEX message_deleted ON message (grp) WHERE hour IS NULL");

  private SchemaScripts() {}
}
