/** The host: dialling, admission, limits, streams, events. */
@NullMarked
package org.conclave.libp2p.internal.host;

import org.jspecify.annotations.NullMarked;
