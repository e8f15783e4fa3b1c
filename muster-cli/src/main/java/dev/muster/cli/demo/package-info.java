/**
 * The demo: the whole job told in eight steps over separate processes for the server, the virtual devices and one real
 * agent, with real TLS and real files, each step checking what it claims.
 *
 * <p>To add a step, write a class that implements {@link dev.muster.cli.demo.Step} and name it in the list of {@link
 * dev.muster.cli.demo.DemoVerb}. Not done: devices on other machines.
 */
@NullMarked
package dev.muster.cli.demo;

import org.jspecify.annotations.NullMarked;
