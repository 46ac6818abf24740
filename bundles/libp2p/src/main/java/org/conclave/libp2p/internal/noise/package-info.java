/** Noise XX as the secure channel (specs: noise). */
@NullMarked
package org.conclave.libp2p.internal.noise;

import org.jspecify.annotations.NullMarked;
