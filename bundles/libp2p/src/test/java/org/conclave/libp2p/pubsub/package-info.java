@NullMarked
package org.conclave.libp2p.pubsub;

import org.jspecify.annotations.NullMarked;
