/** Parts of the application that can be switched on and off. Offered by features. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
@org.jspecify.annotations.NullMarked
package org.conclave.api.feature;
