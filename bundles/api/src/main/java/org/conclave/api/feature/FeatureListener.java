package org.conclave.api.feature;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Told when a feature was switched, came or went. Register it as a service. Called on a thread of
 * features; must not block.
 */
@ConsumerType
public interface FeatureListener {
  void featuresChanged();
}
