/** Agreement on protocols (specs: connections, multistream-select 1.0). */
@NullMarked
package org.conclave.libp2p.internal.multistream;

import org.jspecify.annotations.NullMarked;
