/** The console as a person has it: in a real browser, over TLS, with an authenticator. */
@NullMarked
package dev.muster.checks.browser;

import org.jspecify.annotations.NullMarked;
