/**
 * Manufacturer Usage Description: RFC 8520 (the {@code ietf-mud} and {@code ietf-acldns} modules) over RFC 8519
 * ({@code ietf-access-control-list}), with RFC 9761 (TLS and DTLS profiles) and RFC 9472 (where the bill of materials is).
 *
 * <p>{@link dev.muster.format.network.mud.MudReader} reads what is in the field, not only what the modules allow: the root
 * {@code ietf-access-control-list:access-lists} of the drafts, ACL types without {@code -acl-type}, YANG's {@code empty} as
 * {@code []} or {@code null}, names without their module. Everything odd is a {@link dev.muster.format.network.mud.Finding}
 * with a stable code and its place; a file without a deviation is exactly what the specifications describe. What is not
 * understood narrows and never widens: a permission with an unknown match is not used, a prohibition with one is used
 * without it.
 *
 * <p>Not done: groups and features of RFC 8519 that no description of a device uses (interfaces, logging actions, IP options
 * and fragments: a permission that asks for them is not used), and the extensions for quality of service and reporting,
 * which are named in findings.
 */
@NullMarked
package dev.muster.format.network.mud;

import org.jspecify.annotations.NullMarked;
