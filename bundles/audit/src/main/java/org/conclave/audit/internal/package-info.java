/** Reads, verifies and exports the audit log that the other bundles write. */
@org.jspecify.annotations.NullMarked
package org.conclave.audit.internal;
