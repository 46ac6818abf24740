/** What happened on this device, in a chain that shows every change. Offered by audit. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
@org.jspecify.annotations.NullMarked
package org.conclave.api.audit;
