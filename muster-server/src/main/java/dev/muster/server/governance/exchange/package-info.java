/**
 * The exchange between makers and operators over HTTPS: doors for customers and for people, the client that asks makers, and
 * what both keep.
 */
@NullMarked
package dev.muster.server.governance.exchange;

import org.jspecify.annotations.NullMarked;
