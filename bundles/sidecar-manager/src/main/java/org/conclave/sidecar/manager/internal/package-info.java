/**
 * The engine's life and the way to it. {@link SidecarManager} is the component, {@link Supervisor}
 * keeps one engine process running, {@link SidecarCryptoEngine} is what the rest of the application
 * calls. Nothing of gRPC leaves this package.
 */
@NullMarked
package org.conclave.sidecar.manager.internal;

import org.jspecify.annotations.NullMarked;
