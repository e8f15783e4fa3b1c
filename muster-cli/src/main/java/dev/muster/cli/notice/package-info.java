/** What people type about notices. */
@NullMarked
package dev.muster.cli.notice;

import org.jspecify.annotations.NullMarked;
