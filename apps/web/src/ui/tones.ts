import type { Agent, Fidelity, MigrationState, StatementState, Verdict } from '@datamigrate/contracts';
import {
  BadgeCheck,
  Ban,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CircleMinus,
  CirclePause,
  CircleX,
  Clock,
  EqualApproximately,
  FileSearch,
  FlaskConical,
  Hammer,
  LoaderCircle,
  Map as MapIcon,
  MinusCircle,
  Scale,
  ShieldQuestion,
  Wrench,
} from 'lucide-vue-next';
import type { Component } from 'vue';

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'accent' | 'idle';
export interface Look {
  readonly tone: Tone;
  readonly icon: Component;
}

export const STATE_LOOKS: Readonly<Record<MigrationState, Look>> = {
  queued: { tone: 'idle', icon: Clock },
  running: { tone: 'accent', icon: LoaderCircle },
  waiting: { tone: 'warn', icon: CirclePause },
  succeeded: { tone: 'good', icon: CircleCheck },
  failed: { tone: 'bad', icon: CircleX },
  cancelled: { tone: 'idle', icon: Ban },
};

const PART: Look = { tone: 'info', icon: CircleDot };
export const VERDICT_LOOKS: Readonly<Record<Verdict, Look>> = {
  equal: { tone: 'good', icon: BadgeCheck },
  'equal-tolerance': { tone: 'good', icon: EqualApproximately },
  tested: { tone: 'info', icon: CircleCheck },
  runs: PART,
  compiles: PART,
  translated: PART,
  bound: { tone: 'idle', icon: CircleDashed },
  parsed: { tone: 'idle', icon: CircleDashed },
  found: { tone: 'idle', icon: CircleDashed },
  refused: { tone: 'warn', icon: ShieldQuestion },
  'out-of-scope': { tone: 'idle', icon: CircleMinus },
};

export const FIDELITY_LOOKS: Readonly<Record<Fidelity, Look>> = {
  exact: { tone: 'good', icon: CircleCheck },
  assumption: { tone: 'info', icon: FlaskConical },
  normalised: { tone: 'info', icon: EqualApproximately },
  refused: { tone: 'warn', icon: ShieldQuestion },
};

export const STATEMENT_LOOKS: Readonly<Record<StatementState, Look>> = {
  converted: { tone: 'good', icon: CircleCheck },
  absorbed: { tone: 'idle', icon: MinusCircle },
  refused: { tone: 'warn', icon: ShieldQuestion },
};

export const AGENT_ICONS: Readonly<Record<Agent, Component>> = {
  assessment: FileSearch,
  planner: MapIcon,
  executor: Hammer,
  tester: FlaskConical,
  rebuilder: Wrench,
  evaluator: Scale,
};
