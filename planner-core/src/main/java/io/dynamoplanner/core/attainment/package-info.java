/** What requests got of the targets, and what the planner learns from it. */
package io.dynamoplanner.core.attainment;
