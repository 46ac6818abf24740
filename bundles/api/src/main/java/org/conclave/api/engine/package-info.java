/** The crypto engine: MLS (RFC 9420) over state that the host keeps. Offered by sidecar-manager. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
@org.jspecify.annotations.NullMarked
package org.conclave.api.engine;
