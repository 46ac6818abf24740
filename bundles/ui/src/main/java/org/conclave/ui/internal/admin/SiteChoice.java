package org.conclave.ui.internal.admin;

import java.util.List;
import javax.swing.JComboBox;

/** Chooses one of the sites that are known, or names another one where that is allowed. */
final class SiteChoice extends JComboBox<String> {
  private static final long serialVersionUID = 1L;

  private final String all;

  /**
   * @param all what stands for an empty site
   * @param typed whether a new one may be named
   */
  SiteChoice(List<String> sites, String all, boolean typed) {
    this.all = all;
    sites.forEach(site -> addItem(site.isEmpty() ? all : site));
    setEditable(typed);
    setMaximumRowCount(12);
  }

  /** The chosen site; empty for none or all. */
  String site() {
    Object item = isEditable() ? getEditor().getItem() : getSelectedItem();
    String site = item == null ? "" : item.toString().strip();
    return site.equals(all) ? "" : site;
  }

  void choose(String site) {
    setSelectedItem(site.isEmpty() ? all : site);
  }
}
