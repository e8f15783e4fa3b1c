/**
 * Network: whom a device may talk to. For now two policies: {@code quarantine} (the Muster server's endpoints and
 * nothing else), derived when a device is cut off, and {@code normal} (no restriction by us), restored when it is let
 * back. A policy is an nftables ruleset (nftables 1.0 syntax, table {@code inet muster}) that the device's agent puts in
 * force; the order is the server's wish, and only the agent's report says that it holds and how firmly: a policy that the agent
 * only keeps is not enforced, and the policy that restricts nothing is not one. Tests load rulesets into a kernel and try them
 * between two network namespaces.
 *
 * <p>Not done: Manufacturer Usage Description (RFC 8520, read and compiled by {@code policy}) as the source of the normal policy, enforcement outside the
 * device (gateway, switch), and observing what a device really talks to.
 */
@NullMarked
package dev.muster.core.network;

import org.jspecify.annotations.NullMarked;
