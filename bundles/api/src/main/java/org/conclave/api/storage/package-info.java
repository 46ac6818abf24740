/**
 * The profile on disk: units of work, stores, and the events that follow a commit. Offered by
 * persistence.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
@org.jspecify.annotations.NullMarked
package org.conclave.api.storage;
