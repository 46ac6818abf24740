package org.conclave.ui.internal.module;

import java.awt.BorderLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import net.miginfocom.swing.MigLayout;
import org.conclave.api.feature.Feature;
import org.conclave.api.feature.Features;
import org.conclave.ui.internal.look.Column;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.text.Failures;
import org.conclave.ui.internal.work.Background.Lane;
import org.conclave.ui.internal.work.Desk;

/** Every part that can be switched, and whether the organisation leaves the choice. */
public final class ModulesPage extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final int WIDEST = 760;

  private final transient Desk desk;
  private final JTextArea says = Parts.prose("");
  private final Column list = new Column("8 24 24 24", 16, WIDEST);
  private final Map<String, FeatureCard> cards = new LinkedHashMap<>();
  private boolean reading;
  private boolean readAgain;

  public ModulesPage(Desk desk) {
    super(new BorderLayout());
    this.desk = desk;
    setName("modules");
    Parts.ground(this, "conversation");
    JPanel top =
        Parts.clear(
            new JPanel(
                new MigLayout(
                    "insets 12 24 8 24, gap 0 8, fillx, wrap 1, hidemode 3",
                    "[grow, fill, 0:0:" + WIDEST + "]",
                    "[40!][]")));
    top.add(Parts.title(desk.say("rail.MODULES")));
    top.add(Parts.prose(desk.say("module.about")), "wmin 0");
    top.add(Parts.prose(desk.say("module.trust"), "warning"), "wmin 0");
    says.setName("modules.says");
    says.setVisible(false);
    top.add(says, "wmin 0, gaptop 8");
    add(top, BorderLayout.NORTH);
    add(Parts.scroll(list));
  }

  /** The person has come to this page. */
  public void opened() {
    read();
  }

  /** Something has changed somewhere. */
  public void refresh() {
    if (isShowing()) {
      read();
    }
  }

  private void read() {
    if (reading) {
      readAgain = true;
      return;
    }
    reading = true;
    desk.background()
        .run(
            Lane.READ,
            () -> desk.services().require(Features.class).all(),
            features -> {
              over();
              show(features);
            },
            failure -> {
              over();
              off(Failures.say(desk.text(), failure));
            });
  }

  private void over() {
    reading = false;
    if (readAgain) {
      readAgain = false;
      read();
    }
  }

  private void off(String what) {
    says.setText(what);
    says.setVisible(true);
    list.setVisible(false);
    revalidate();
  }

  private void show(List<Feature> features) {
    list.setVisible(true);
    says.setText(desk.say("module.none"));
    says.setVisible(features.isEmpty());
    Set<String> ids = features.stream().map(Feature::id).collect(Collectors.toSet());
    if (!cards.keySet().equals(ids)) {
      rebuild(features);
    } else {
      features.forEach(feature -> card(feature).show(feature));
    }
  }

  /** A card that stays keeps what is open in it; only its place may change. */
  private void rebuild(List<Feature> features) {
    Map<String, FeatureCard> kept = new LinkedHashMap<>();
    list.removeAll();
    for (Feature feature : features) {
      FeatureCard card = card(feature);
      card.show(feature);
      kept.put(feature.id(), card);
      list.add(card, "wmin 0");
    }
    cards.clear();
    cards.putAll(kept);
    list.revalidate();
    list.repaint();
  }

  private FeatureCard card(Feature feature) {
    FeatureCard known = cards.get(feature.id());
    return known != null ? known : new FeatureCard(desk.text(), feature, this::choose);
  }

  private void choose(String id, boolean on) {
    desk.background()
        .run(
            Lane.SLOW,
            () -> {
              desk.services().require(Features.class).choose(id, on);
              return id;
            },
            chosen -> read(),
            failure -> refuse(id, failure));
  }

  private void refuse(String id, Exception failure) {
    FeatureCard card = cards.get(id);
    if (card != null) {
      card.refuse(Failures.say(desk.text(), failure));
    }
  }
}
