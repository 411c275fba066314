export namespace app {
	
	export enum Light {
	    Disabled = "disabled",
	    Failed = "failed",
	    Missing = "missing",
	    Never = "never",
	    Proved = "proved",
	    Stale = "stale",
	    Warned = "warned",
	}
	export enum VaultState {
	    Broken = "broken",
	    Locked = "locked",
	    Missing = "missing",
	    Unlocked = "unlocked",
	}
	export interface Alternative {
	    label: string;
	    patch: string;
	}
	export interface AuditEntry {
	    sequence: number;
	    at: string;
	    operator: string;
	    action: string;
	    subject: string;
	    detail: string;
	}
	export interface Certificate {
	    subject: string;
	    issuer: string;
	    names: string[];
	    notBefore: string;
	    notAfter: string;
	    fingerprint: string;
	    publicKey: string;
	    signature: string;
	    selfSigned: boolean;
	    pem: string;
	}
	export interface Change {
	    deployment: string;
	    subject: string;
	}
	export interface Variable {
	    name: string;
	    value: string;
	}
	export interface Deployment {
	    id: string;
	    revision: number;
	    name: string;
	    tenantId: string;
	    hostname: string;
	    environment: string;
	    portalUrl: string;
	    messagesUrl: string;
	    notes: string;
	    variables: Variable[];
	    changedAt: string;
	}
	export interface RotationProgress {
	    done: number;
	    total: number;
	}
	export interface TLS {
	    version: string;
	    cipherSuite: string;
	    serverName: string;
	    trusted: boolean;
	    certificates: Certificate[];
	}
	export interface Remote {
	    code: string;
	    enhanced: string;
	    text: string;
	}
	export interface Finding {
	    code: string;
	    reason: string;
	    cause: string;
	    remedy: string;
	    fields: string[];
	    remote?: Remote;
	    alternative?: Alternative;
	}
	export interface Step {
	    name: string;
	    verdict: string;
	    durationMs: number;
	    detail: string;
	    finding?: Finding;
	    also: Finding[];
	    tls?: TLS;
	}
	export interface ProofStep {
	    runId: string;
	    index: number;
	    running: boolean;
	    step: Step;
	}
	export interface EventPayloads {
	    proofStep: ProofStep;
	    change: Change;
	    rotationProgress: RotationProgress;
	}
	export interface FaultView {
	    code: string;
	    kind: string;
	    message: string;
	    hint: string;
	}
	export interface FieldFault {
	    name: string;
	    message: string;
	}
	
	export interface Header {
	    name: string;
	    value: string;
	}
	export interface Integration {
	    kind: string;
	    title: string;
	    target: string;
	    light: Light;
	    summary: string;
	    provedAt: string;
	}
	export interface Rotation {
	    generation: number;
	    at: string;
	    operator: string;
	    records: number;
	    durationMs: number;
	}
	export interface KeyStatus {
	    generation: number;
	    createdAt: string;
	    rotatedAt: string;
	    ageDays: number;
	    reminderDays: number;
	    due: boolean;
	    records: number;
	    secrets: number;
	    history: Rotation[];
	}
	export interface NewVault {
	    name: string;
	    email: string;
	    password: string;
	}
	export interface Operator {
	    id: string;
	    name: string;
	    email: string;
	    role: string;
	}
	export interface OutgoingCheck {
	    faults: FieldFault[];
	    ready: boolean;
	    defaultPort: string;
	    defaultUser: string;
	    passwordBound: boolean;
	    bound: string;
	}
	export interface SecretInput {
	    change: string;
	    value: string;
	}
	export interface OutgoingDraft {
	    deploymentId: string;
	    revision: number;
	    enabled: boolean;
	    host: string;
	    port: string;
	    security: string;
	    insecureAllowPlainPassword: boolean;
	    auth: string;
	    user: string;
	    password: SecretInput;
	    from: string;
	    fromDisplayName: string;
	    replyTo: string;
	    replyToDisplayName: string;
	    envelopeFrom: string;
	    ehloName: string;
	    timeoutSeconds: number;
	    caPem: string;
	}
	export interface OutgoingProof {
	    runId: string;
	    draft: OutgoingDraft;
	    level: string;
	    to: string;
	}
	export interface TranscriptLine {
	    at: number;
	    from: string;
	    text: string;
	}
	export interface Proof {
	    subject: string;
	    target: string;
	    level: string;
	    verdict: string;
	    startedAt: string;
	    durationMs: number;
	    configHash: string;
	    host: string;
	    version: string;
	    shows: string;
	    leaves: string;
	    unsaved: string;
	    steps: Step[];
	    transcript: TranscriptLine[];
	    transcriptCut: boolean;
	}
	export interface SecretView {
	    set: boolean;
	    changedAt: string;
	}
	export interface OutgoingServer {
	    deploymentId: string;
	    configured: boolean;
	    revision: number;
	    changedAt: string;
	    enabled: boolean;
	    host: string;
	    port: string;
	    security: string;
	    insecureAllowPlainPassword: boolean;
	    auth: string;
	    user: string;
	    password: SecretView;
	    from: string;
	    fromDisplayName: string;
	    replyTo: string;
	    replyToDisplayName: string;
	    envelopeFrom: string;
	    ehloName: string;
	    timeoutSeconds: number;
	    caPem: string;
	    light: Light;
	    summary: string;
	    lastProof?: Proof;
	}
	export interface PasswordChange {
	    current: string;
	    next: string;
	    confirm: string;
	}
	export interface PasswordStrength {
	    score: number;
	    label: string;
	    advice: string;
	}
	export interface Platform {
	    door: string;
	    version: string;
	    nativeSave: boolean;
	    demo: boolean;
	}
	export interface Preferences {
	    autoLockMinutes: number;
	    rotationReminderDays: number;
	}
	
	
	export interface Recovery {
	    operator: string;
	    recoveryKey: string;
	    next: string;
	    confirm: string;
	}
	export interface RecoveryKey {
	    vaultId: string;
	    recoveryKey: string;
	}
	export interface RehearsalFault {
	    name: string;
	    label: string;
	}
	export interface RehearsalMail {
	    id: string;
	    receivedAt: string;
	    from: string;
	    to: string[];
	    subject: string;
	    size: number;
	    envelopeFrom: string;
	    headers: Header[];
	    text: string;
	    html: string;
	    raw: string;
	}
	export interface RehearsalMessage {
	    id: string;
	    receivedAt: string;
	    from: string;
	    to: string[];
	    subject: string;
	    size: number;
	}
	export interface RehearsalStatus {
	    running: boolean;
	    host: string;
	    port: string;
	    security: string;
	    user: string;
	    password: string;
	    caPem: string;
	    fault: string;
	    faults: RehearsalFault[];
	    messages: number;
	}
	
	
	
	export interface SavedFile {
	    saved: boolean;
	    path: string;
	}
	
	
	
	
	
	export interface Unlock {
	    operator: string;
	    password: string;
	}
	
	export interface VaultStatus {
	    state: VaultState;
	    vaultId: string;
	    path: string;
	    operators: number;
	    operator?: Operator;
	    fault?: FaultView;
	    autoLockMinutes: number;
	    notices: string[];
	}

}

