/** An identity's way from one machine to another, by hand. Offered by migration. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
@org.jspecify.annotations.NullMarked
package org.conclave.api.migration;
