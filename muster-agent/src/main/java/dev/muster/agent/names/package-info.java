/**
 * Names: a forwarder of DNS (RFC 1035, RFC 6891) on the device that puts the answers for names of the policy into the kernel's
 * sets <em>before</em> it answers, each with an end, so that a policy may say names (RFC 8520) and what the device was told is
 * what it may reach (RFC 9726). Answers are validated (DNSSEC: RFC 4033 to 4035, RFC 5155) from the root's keys down; bogus ones
 * are not given on. A name of the public tree that leads to an address of a private network is not given on either
 * (rebinding), unless it lies in a zone that is said to be local; such zones are not validated.
 *
 * <p>dnsjava reads and writes messages and validates. Not done: a cache (the site's resolver has one), encryption towards the
 * site's resolver, and other classes than IN.
 */
@NullMarked
package dev.muster.agent.names;

import org.jspecify.annotations.NullMarked;
