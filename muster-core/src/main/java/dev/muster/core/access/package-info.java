/**
 * People and machines that may ask for things: organisations, operators and their roles, API tokens, one-time sign-in
 * links, browser sessions. Secrets never come here: whoever makes one hands in its SHA-256.
 *
 * <p>An organisation's things are invisible from outside it. What a person or machine may do is an entry in the record of
 * the organisation that lets them.
 *
 * <p>Not done: passkeys (a later issue: until then a browser is signed in by a one-time link from someone who is already
 * inside, or from the machine itself), single sign-on, roles finer than these.
 */
@NullMarked
package dev.muster.core.access;

import org.jspecify.annotations.NullMarked;
