package org.conclave.ui.internal.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.swing.JButton;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import net.miginfocom.swing.MigLayout;
import org.conclave.api.feature.Feature;
import org.conclave.api.feature.Features;
import org.conclave.api.organisation.Administration;
import org.conclave.api.organisation.SitePolicy;
import org.conclave.ui.internal.look.Column;
import org.conclave.ui.internal.look.Entry;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.module.FeatureWords;
import org.conclave.ui.internal.text.Failures;
import org.conclave.ui.internal.work.Background.Lane;

/** What the organisation, or a site of it, decides for all. Nothing holds before it is signed. */
final class PolicySection extends SectionPage {
  private static final long serialVersionUID = 1L;

  /** What was read together. */
  private record Read(String site, SitePolicy policy, Map<String, String> titles) {}

  private final JPanel choice =
      Parts.clear(new JPanel(new MigLayout("insets 0, fillx", "[grow, fill, 0:0:]")));
  private final PolicyForm form;
  private final JTextArea says = Parts.prose("", "danger");
  private final JButton sign;
  private final JButton undo;
  private transient Affairs affairs = Affairs.NONE;
  private transient Optional<SiteChoice> sites = Optional.empty();
  private transient List<String> offered = List.of();
  private transient Optional<Read> read = Optional.empty();
  private boolean touched;

  PolicySection(Office office) {
    super(office, Section.POLICY);
    above(choice);
    says.setName("policy.says");
    says.setVisible(false);
    above(says);
    Column fields = new Column("8 24 24 24", 16, 480);
    form = new PolicyForm(office, fields, this::touch);
    add(Parts.scroll(fields));
    sign = Parts.primary("policy.sign", office.say("admin.policy.sign"), event -> sign());
    undo = Parts.button("policy.undo", office.say("admin.policy.undo"), event -> undo());
    JPanel foot = Parts.clear(new JPanel(new MigLayout("insets 8 24 16 24, gap 8", "[][]push")));
    foot.add(sign);
    foot.add(undo);
    add(foot, java.awt.BorderLayout.SOUTH);
    allow();
  }

  @Override
  void show(Affairs now) {
    affairs = now;
    List<String> reached = now.authority().sites(now.sites());
    if (!reached.equals(offered) || sites.isEmpty()) {
      String before = site();
      offered = reached;
      SiteChoice made =
          new SiteChoice(reached, office.say("admin.site.all"), now.authority().everySite());
      if (!before.isEmpty() && reached.contains(before)) {
        made.choose(before);
      }
      made.addActionListener(event -> load());
      sites = Optional.of(made);
      choice.removeAll();
      choice.add(new Entry<>("policy.site", office.say("admin.policy.for"), made));
      choice.revalidate();
    }
    if (isShowing()) {
      load();
    }
  }

  private String site() {
    return sites.map(SiteChoice::site).orElse("");
  }

  @Override
  void opened() {
    load();
  }

  private void load() {
    String site = site();
    office
        .desk()
        .background()
        .run(
            Lane.READ,
            () ->
                new Read(
                    site,
                    office.desk().services().require(Administration.class).policy(site),
                    office
                        .desk()
                        .services()
                        .find(Features.class)
                        .map(features -> titles(features.all()))
                        .orElse(Map.of())),
            this::show,
            failure -> complain(Failures.say(office.desk().text(), failure)));
  }

  private Map<String, String> titles(List<Feature> features) {
    Map<String, String> titles = new TreeMap<>();
    features.forEach(each -> titles.put(each.id(), FeatureWords.title(each, office.desk().text())));
    return titles;
  }

  /** What the person has changed already stays, unless another site is shown. */
  private void show(Read now) {
    boolean sameSite = read.map(before -> before.site().equals(now.site())).orElse(false);
    if (touched && sameSite) {
      if (!read.get().policy().equals(now.policy())) {
        complain(office.say("admin.policy.meanwhile"));
      }
      return;
    }
    says.setVisible(false);
    read = Optional.of(now);
    touched = false;
    form.show(now.policy(), now.titles());
    allow();
  }

  private void touch() {
    touched = true;
    says.setVisible(false);
    allow();
  }

  private void allow() {
    sign.setEnabled(touched);
    undo.setEnabled(touched);
  }

  private void undo() {
    touched = false;
    read.ifPresent(before -> form.show(before.policy(), before.titles()));
    allow();
    load();
  }

  private void complain(String what) {
    says.setText(what);
    says.setVisible(true);
    revalidate();
  }

  private void sign() {
    Optional<SitePolicy> wanted = form.read();
    if (wanted.isEmpty() || read.isEmpty()) {
      return;
    }
    Read before = read.get();
    List<String> changes =
        PolicyChanges.between(before.policy(), wanted.get(), before.titles(), office.desk().text());
    if (changes.isEmpty()) {
      undo();
      complain(office.say("admin.policy.same"));
      return;
    }
    office
        .sheets()
        .show(
            new SignPolicySheet(
                office,
                before.site(),
                affairs.membersOf(before.site()),
                changes,
                wanted.get(),
                () -> {
                  touched = false;
                  load();
                }));
  }
}
