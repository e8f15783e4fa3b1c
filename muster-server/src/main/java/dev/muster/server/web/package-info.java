/**
 * What every page of the console is built from: the frame with its navigation, tables that filter, sort and page over
 * bounded queries, forms that ask for a reason, plots, and what topics contribute to the pages of others.
 *
 * <p>Ground: topics see it, it sees none. A topic brings a page by a door of its own that renders into a {@link
 * dev.muster.server.web.Frame}, and a part of a device's page by a {@link dev.muster.server.web.Panel} and by {@link
 * dev.muster.server.web.Sentence}s for its events. Pages are typed Java over {@link dev.muster.server.web.Html}, which
 * escapes where text stands and knows no way to write a script, a style or a link to elsewhere; decision 14 says why.
 *
 * <p>Not done: a slider for the time of a page, translations.
 */
@NullMarked
package dev.muster.server.web;

import org.jspecify.annotations.NullMarked;
