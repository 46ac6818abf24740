/** Self-describing values of libp2p: peer ids, addresses, unsigned variable-length integers. */
@Export
@Version("0.1.0")
@NullMarked
package org.conclave.libp2p.multiformats;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
