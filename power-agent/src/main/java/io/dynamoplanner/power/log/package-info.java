/** The log: lines of text or JSON on standard error. */
package io.dynamoplanner.power.log;
