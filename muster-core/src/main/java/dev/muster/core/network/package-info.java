/**
 * Network: whom a device may talk to. A device's policy is derived from its state, its maker's description (RFC 8520), what people
 * said above it, and the windows of work orders ({@code DevicePolicy}); what is in force under an URL is settled by {@code
 * MudDesk}. A policy is an nftables ruleset (nftables 1.0 syntax, table {@code inet muster}) that the device's agent puts in
 * force; the order is the server's wish, and only the agent's report says that it holds and how firmly: a policy that the
 * agent only keeps is not enforced, and the policy that restricts nothing is not one.
 *
 * <p>{@code GatewayDesk} does the same for a router before devices: one order has the rules of all of them. What
 * packet filters let begin and refused is settled by {@code FlowDesk}.
 *
 * <p>Not done: orders to switches, and what a device says inside its connections.
 */
@NullMarked
package dev.muster.core.network;

import org.jspecify.annotations.NullMarked;
