package org.conclave.ui.internal.module;

import org.conclave.api.feature.Feature;
import org.conclave.ui.internal.text.Text;

/** The window's own words for a feature that it knows, else those of its bundle. */
public final class FeatureWords {
  private FeatureWords() {}

  public static String title(Feature feature, Text text) {
    String key = "feature." + feature.id() + ".title";
    return text.has(key) && feature.signer().isEmpty() ? text.get(key) : feature.title();
  }

  static String description(Feature feature, Text text) {
    String key = "feature." + feature.id() + ".about";
    return text.has(key) && feature.signer().isEmpty() ? text.get(key) : feature.description();
  }
}
