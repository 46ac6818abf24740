/** Ping (specs: ping). */
@NullMarked
package org.conclave.libp2p.internal.ping;

import org.jspecify.annotations.NullMarked;
