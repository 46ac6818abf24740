/** The key a host is known by, and the signatures made with it. */
@Export
@Version("0.1.0")
@NullMarked
package org.conclave.libp2p.crypto;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
