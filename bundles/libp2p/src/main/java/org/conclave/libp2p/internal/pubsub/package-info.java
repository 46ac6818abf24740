/**
 * GossipSub as a single-threaded state machine ({@link org.conclave.libp2p.internal.pubsub.Router})
 * that is given time, chance and links, and what binds it to a host.
 *
 * <p>Classes without another word about threads belong to the router: they are used on its thread
 * alone.
 */
@NullMarked
package org.conclave.libp2p.internal.pubsub;

import org.jspecify.annotations.NullMarked;
