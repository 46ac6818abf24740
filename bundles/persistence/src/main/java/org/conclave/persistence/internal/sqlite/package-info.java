/** The stores on SQLite: one writer, several readers, every value sealed. */
@org.jspecify.annotations.NullMarked
package org.conclave.persistence.internal.sqlite;
