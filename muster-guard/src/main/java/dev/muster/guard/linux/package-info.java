/**
 * System calls of Linux that the JDK has no word for, by the Foreign Function and Memory API. The only package with
 * foreign calls: a wrong pointer ends the process, so they are few and each is one small class.
 *
 * <p>Sources: the kernel's user-space interface headers and the man pages {@code landlock(7)}, {@code seccomp(2)},
 * {@code capabilities(7)}, {@code fanotify(7)}. Numbers are known for x86-64 and AArch64; on any other machine every call
 * is refused as not available.
 */
@NullMarked
package dev.muster.guard.linux;

import org.jspecify.annotations.NullMarked;
