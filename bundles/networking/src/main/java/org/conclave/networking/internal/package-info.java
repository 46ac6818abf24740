/** The node: one libp2p host that only members reach, and what runs on it. */
@NullMarked
package org.conclave.networking.internal;

import org.jspecify.annotations.NullMarked;
