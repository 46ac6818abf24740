/**
 * The engine process: conclave-mls behind gRPC on a loopback port. Stateless but for a cache of
 * public trees; see {@link org.conclave.engine.server.EngineMain} for how it is started and ends.
 */
@NullMarked
package org.conclave.engine.server;

import org.jspecify.annotations.NullMarked;
