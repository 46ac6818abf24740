@NullMarked
package org.conclave.libp2p.internal.pubsub;

import org.jspecify.annotations.NullMarked;
