/**
 * Groups without a server: sends, receives, orders commits, brings members in and out.
 *
 * <p>Two rules hold everything up. One writer per group: a {@link
 * org.conclave.messaging.internal.Lane} runs a group's work one after the other, and each
 * transaction compares and sets the version that its work started from. Commit first: ciphertext,
 * receipts and what people see follow from rows that are on the disk already.
 */
@org.jspecify.annotations.NullMarked
package org.conclave.messaging.internal;
