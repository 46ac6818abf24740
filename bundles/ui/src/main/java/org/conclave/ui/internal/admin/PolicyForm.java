package org.conclave.ui.internal.admin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.swing.JComboBox;
import javax.swing.JScrollPane;
import javax.swing.JSpinner;
import javax.swing.JTextArea;
import javax.swing.SpinnerNumberModel;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.organisation.SitePolicy;
import org.conclave.ui.internal.look.Changes;
import org.conclave.ui.internal.look.Column;
import org.conclave.ui.internal.look.Entry;
import org.conclave.ui.internal.look.Parts;

/** A policy as fields. What a field cannot show, it keeps as it was. */
final class PolicyForm {
  private static final List<Integer> RETENTION = List.of(7, 30, 90, 365, 1_825);
  private static final int LONGEST_DAYS = 3_650;
  private static final int HASH = 32;

  private final Office office;
  private final Column column;
  private final Runnable changed;
  private final Map<String, JComboBox<String>> features = new TreeMap<>();
  private final Column featureColumn = new Column("0", 12, 0);
  private final JComboBox<String> takeover = new JComboBox<>();
  private final JComboBox<String> retention = new JComboBox<>();
  private final List<Optional<Duration>> retentions = new ArrayList<>();
  private final JComboBox<String> groups = new JComboBox<>();
  private final SpinnerNumberModel warn = new SpinnerNumberModel(2, 1, LONGEST_DAYS, 1);
  private final SpinnerNumberModel refuse = new SpinnerNumberModel(14, 1, LONGEST_DAYS, 1);
  private final Entry<JTextArea> signers;
  private final Entry<JSpinner> refuseEntry;
  private SitePolicy shown = SitePolicy.DEFAULT;
  private boolean showing;

  /**
   * @param changed told when the person has changed a field
   */
  PolicyForm(Office office, Column column, Runnable changed) {
    this.office = office;
    this.column = column;
    this.changed = changed;
    takeover.addItem(office.say("admin.policy.takeover.false"));
    takeover.addItem(office.say("admin.policy.takeover.true"));
    for (SitePolicy.GroupCreators each : SitePolicy.GroupCreators.values()) {
      groups.addItem(office.say("admin.policy.groups." + each));
    }
    column.add(heading("admin.policy.features"));
    column.add(featureColumn, "wmin 0");
    column.add(heading("admin.policy.rules"), "gaptop 8");
    add("policy.takeover", "admin.policy.takeover", takeover);
    add("policy.retention", "admin.policy.retention", retention);
    add("policy.groups", "admin.policy.groups", groups);
    JSpinner warnField = new JSpinner(warn);
    column.add(new Entry<>("policy.warn", office.say("admin.policy.warn.days"), warnField));
    refuseEntry =
        new Entry<>("policy.refuse", office.say("admin.policy.refuse.days"), new JSpinner(refuse));
    column.add(refuseEntry);
    JTextArea hashes = new JTextArea(2, 0);
    hashes.setLineWrap(true);
    signers =
        new Entry<>(
            "policy.signers",
            office.say("admin.policy.signers.entry"),
            hashes,
            new JScrollPane(hashes));
    column.add(signers, "wmin 0");
    List.of(takeover, retention, groups).forEach(box -> box.addActionListener(event -> tell()));
    warn.addChangeListener(event -> tell());
    refuse.addChangeListener(event -> tell());
    Changes.of(hashes, this::tell);
  }

  private javax.swing.JLabel heading(String key) {
    return Parts.heading(office.say(key));
  }

  private void add(String name, String key, JComboBox<String> box) {
    column.add(new Entry<>(name, office.say(key), box));
  }

  private void tell() {
    if (!showing) {
      signers.accept();
      refuseEntry.accept();
      changed.run();
    }
  }

  /**
   * @param titles of all features that are known, by id
   */
  void show(SitePolicy policy, Map<String, String> titles) {
    showing = true;
    shown = policy;
    Map<String, String> all = new TreeMap<>(titles);
    policy.features().keySet().forEach(id -> all.putIfAbsent(id, id));
    if (!features.keySet().equals(all.keySet())) {
      features.clear();
      featureColumn.removeAll();
      all.forEach(this::addFeature);
      if (all.isEmpty()) {
        featureColumn.add(Parts.prose(office.say("admin.policy.features.none")), "wmin 0");
      }
      featureColumn.revalidate();
    }
    features.forEach((id, box) -> box.setSelectedIndex(policy.feature(id).ordinal()));
    takeover.setSelectedIndex(policy.takeoverNeedsApproval() ? 1 : 0);
    showRetention(policy.retention());
    groups.setSelectedIndex(policy.groupCreators().ordinal());
    warn.setValue((int) policy.warnWithoutBeacon().toDays());
    refuse.setValue((int) policy.refuseWithoutBeacon().toDays());
    signers
        .field()
        .setText(String.join("\n", policy.pluginSigners().stream().map(Bytes::toHex).toList()));
    signers.accept();
    refuseEntry.accept();
    showing = false;
  }

  private void addFeature(String id, String title) {
    JComboBox<String> box = new JComboBox<>();
    for (SitePolicy.Feature each : SitePolicy.Feature.values()) {
      box.addItem(office.say("admin.policy.feature." + each));
    }
    box.addActionListener(event -> tell());
    features.put(id, box);
    featureColumn.add(new Entry<>("policy.feature." + id, title, box));
  }

  private void showRetention(Optional<Duration> kept) {
    retention.removeAllItems();
    retentions.clear();
    retentions.add(Optional.empty());
    RETENTION.forEach(days -> retentions.add(Optional.of(Duration.ofDays(days))));
    if (!retentions.contains(kept)) {
      retentions.add(kept);
    }
    retentions.forEach(
        each -> retention.addItem(PolicyChanges.retention(each, office.desk().text())));
    retention.setSelectedIndex(retentions.indexOf(kept));
  }

  /** What the fields say; empty where one of them is wrong, which is said beside it. */
  Optional<SitePolicy> read() {
    int warnDays = warn.getNumber().intValue();
    int refuseDays = refuse.getNumber().intValue();
    if (refuseDays < warnDays) {
      refuseEntry.refuse(office.say("admin.policy.refuse.early"));
      return Optional.empty();
    }
    Optional<List<Bytes>> hashes = hashes();
    if (hashes.isEmpty()) {
      signers.refuse(office.say("admin.policy.signers.wrong"));
      return Optional.empty();
    }
    Map<String, SitePolicy.Feature> chosen = new TreeMap<>();
    features.forEach(
        (id, box) -> {
          SitePolicy.Feature each = SitePolicy.Feature.values()[box.getSelectedIndex()];
          if (each != SitePolicy.Feature.FREE) {
            chosen.put(id, each);
          }
        });
    return Optional.of(
        new SitePolicy(
            chosen,
            takeover.getSelectedIndex() == 1,
            retentions.get(Math.max(0, retention.getSelectedIndex())),
            SitePolicy.GroupCreators.values()[groups.getSelectedIndex()],
            days(warnDays, shown.warnWithoutBeacon()),
            days(refuseDays, shown.refuseWithoutBeacon()),
            hashes.get()));
  }

  /** A part of a day that another client signed is kept where the days were not changed. */
  private static Duration days(int days, Duration before) {
    return before.toDays() == days ? before : Duration.ofDays(days);
  }

  private Optional<List<Bytes>> hashes() {
    List<Bytes> hashes = new ArrayList<>();
    for (String line : signers.field().getText().lines().toList()) {
      String hex = line.replaceAll("[\\s:]", "");
      if (hex.isEmpty()) {
        continue;
      }
      try {
        byte[] hash = HexFormat.of().parseHex(hex);
        if (hash.length != HASH) {
          return Optional.empty();
        }
        hashes.add(Bytes.wrap(hash));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
    return Optional.of(hashes);
  }
}
