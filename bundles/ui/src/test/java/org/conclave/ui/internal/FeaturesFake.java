package org.conclave.ui.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.conclave.api.feature.Feature;
import org.conclave.api.feature.FeatureException;
import org.conclave.api.feature.Features;
import org.conclave.api.organisation.SitePolicy;

/** Parts that can be switched, in memory. */
final class FeaturesFake implements Features {
  private final World world;
  private final List<Feature> features = new ArrayList<>();

  /** Why the next choice is refused, once. */
  volatile Optional<FeatureException.Reason> refusal = Optional.empty();

  FeaturesFake(World world) {
    this.world = world;
  }

  synchronized void feature(
      String id,
      String title,
      String description,
      String signer,
      SitePolicy.Feature policy,
      boolean running,
      String problem,
      String... uses) {
    features.add(
        new Feature(
            id,
            title,
            description,
            "org.conclave." + id,
            "0.1.0",
            signer,
            running,
            policy,
            running,
            List.of(uses),
            problem));
  }

  @Override
  public synchronized List<Feature> all() {
    return List.copyOf(features);
  }

  @Override
  public void choose(String id, boolean on) throws FeatureException {
    World.offEventThread();
    Optional<FeatureException.Reason> refused = refusal;
    refusal = Optional.empty();
    if (refused.isPresent()) {
      throw new FeatureException(refused.get(), "It did not start. Nothing was changed.");
    }
    synchronized (this) {
      features.replaceAll(
          f ->
              f.id().equals(id)
                  ? new Feature(
                      f.id(),
                      f.title(),
                      f.description(),
                      f.bundle(),
                      f.version(),
                      f.signer(),
                      on,
                      f.policy(),
                      on,
                      f.uses(),
                      "")
                  : f);
    }
    world.happenings.featuresChanged();
  }
}
