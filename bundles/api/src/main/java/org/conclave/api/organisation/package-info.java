/** Who belongs to the organisation, and who may connect. Offered by onboarding. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
@org.jspecify.annotations.NullMarked
package org.conclave.api.organisation;
