/**
 * Publish and subscribe by topic over a {@link org.conclave.libp2p.Host}: GossipSub 1.0, 1.1 and
 * 1.2 with signed messages.
 *
 * <p>Begin with {@link org.conclave.libp2p.pubsub.GossipSub#on}.
 */
@Export
@Version("0.1.0")
@NullMarked
package org.conclave.libp2p.pubsub;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
