package org.conclave.sidecar.manager.internal;

import org.osgi.service.component.annotations.ComponentPropertyType;

/** What a site decides about its engine, in {@code conf/site/org.conclave.sidecar.manager.cfg}. */
@ComponentPropertyType
@interface EngineConfiguration {
  /**
   * {@code engine.postQuantum}: whether key packages and groups may be begun with the hybrid
   * post-quantum cipher suite. Groups that are there go on either way.
   */
  boolean engine_postQuantum() default false;
}
