package org.conclave.ui.internal.module;

import com.formdev.flatlaf.FlatClientProperties;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import net.miginfocom.swing.MigLayout;
import org.conclave.api.feature.Feature;
import org.conclave.api.organisation.SitePolicy;
import org.conclave.ui.internal.look.Glyph;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.text.Text;

/** One feature. It changes in place, so that nothing else moves when it is switched. */
final class FeatureCard extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final int ICON = 16;

  private final transient Text text;
  private final JLabel title = Parts.heading("");
  private final JCheckBox toggle = new JCheckBox(new SwitchIcon());
  private final JTextArea about = Parts.prose("");
  private final JLabel state = Parts.muted("");
  private final JTextArea held = Parts.prose("", "accentText");
  private final JTextArea problem = Parts.prose("", "danger");
  private final JButton expand;
  private final JTextArea uses = Parts.prose("");
  private transient Feature feature;
  private String refusal = "";

  FeatureCard(Text text, Feature feature, BiConsumer<String, Boolean> choose) {
    super(new MigLayout("insets 16, gap 0 8, fillx, wrap 1, hidemode 3", "[grow, fill, 0:0:]"));
    this.text = text;
    this.feature = feature;
    String id = feature.id();
    setName("module." + id);
    putClientProperty(FlatClientProperties.STYLE, "background: $Conclave.list; arc: 16");
    toggle.setName("module." + id + ".switch");
    toggle.setOpaque(false);
    toggle.setBorder(BorderFactory.createEmptyBorder(2, 2, 2, 2));
    toggle.addActionListener(
        event -> {
          busy();
          choose.accept(id, toggle.isSelected());
        });
    state.setName("module." + id + ".state");
    held.setName("module." + id + ".held");
    problem.setName("module." + id + ".problem");
    uses.setName("module." + id + ".uses");
    uses.setVisible(false);
    expand = Parts.link("module." + id + ".expand", "", event -> expand());
    expand.putClientProperty(
        FlatClientProperties.STYLE, "foreground: $Conclave.accentText; margin: 2,0,2,0");
    JPanel head =
        Parts.clear(
            new JPanel(
                new MigLayout("insets 0, gap 8, fillx", "[grow, fill, 0:0:][]", "[center]")));
    head.add(title, "wmin 0");
    head.add(toggle);
    add(head, "wmin 0");
    add(about, "wmin 0");
    add(state, "wmin 0");
    add(held, "wmin 0");
    add(problem, "wmin 0");
    add(expand, "grow 0");
    add(uses, "wmin 0");
    show(feature);
  }

  void show(Feature now) {
    feature = now;
    String name = FeatureWords.title(now, text);
    title.setText(name);
    about.setText(FeatureWords.description(now, text));
    state.setText(
        Stream.of(
                text.get(now.running() ? "module.on" : "module.off"),
                text.get("module.version", now.version()),
                now.signer().isEmpty()
                    ? text.get("module.own")
                    : text.get("module.signer", now.signer()))
            .collect(Collectors.joining(" · ")));
    boolean free = now.policy() == SitePolicy.Feature.FREE;
    held.setText(free ? "" : text.get("module.held." + now.policy()));
    held.setVisible(!free);
    problem.setText(refusal.isEmpty() ? now.problem() : refusal);
    problem.setVisible(!problem.getText().isEmpty());
    toggle.setSelected(free ? now.chosen() : now.running());
    toggle.setEnabled(free);
    toggle.getAccessibleContext().setAccessibleName(name);
    toggle.setToolTipText(free ? null : held.getText());
    expand.setText(text.get("module.uses", now.uses().size()));
    expand.setIcon((uses.isVisible() ? Glyph.LESS : Glyph.MORE).icon(ICON, "accentText"));
    expand.setVisible(!now.uses().isEmpty());
    uses.setText(String.join("\n", now.uses()));
    revalidate();
  }

  private void busy() {
    toggle.setEnabled(false);
    refusal = "";
    problem.setVisible(false);
    state.setText(text.get(toggle.isSelected() ? "module.starting" : "module.stopping"));
  }

  /** It was not switched: the switch goes back, and below it stands why. */
  void refuse(String what) {
    refusal = what;
    show(feature);
    toggle.requestFocusInWindow();
  }

  private void expand() {
    uses.setVisible(!uses.isVisible());
    show(feature);
  }
}
