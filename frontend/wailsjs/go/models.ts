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
	    MustChange = "must_change",
	    Unlocked = "unlocked",
	}
	export interface APICall {
	    at: string;
	    method: string;
	    path: string;
	    status: number;
	    client: string;
	    deployment: string;
	    detail: string;
	    durationMs: number;
	}
	export interface SignInDecision {
	    email: string;
	    admitted: boolean;
	    rule: string;
	    account: string;
	    reason: string;
	}
	export interface SignInValue {
	    name: string;
	    values: string[];
	}
	export interface SignedInPerson {
	    claims: SignInValue[];
	    attributes: SignInValue[];
	    nameId: string;
	    nameIdFormat: string;
	    subject: string;
	    email: string;
	    emailFrom: string;
	    emailTrust: string;
	    decision?: SignInDecision;
	}
	export interface TranscriptLine {
	    at: number;
	    from: string;
	    text: string;
	}
	export interface ReceivedHop {
	    from: string;
	    by: string;
	    with: string;
	    encrypted: boolean;
	    tls: string;
	    at: string;
	}
	export interface AuthResult {
	    server: string;
	    method: string;
	    result: string;
	    detail: string;
	}
	export interface Arrival {
	    mailbox: string;
	    folder: string;
	    role: string;
	    delayMs: number;
	    from: string;
	    sentFrom: string;
	    fromRewritten: boolean;
	    subject: string;
	    results: AuthResult[];
	    hops: ReceivedHop[];
	    removed: boolean;
	    returnPath: string;
	}
	export interface ServerNotice {
	    kind: string;
	    text: string;
	    url: string;
	}
	export interface MissingCapability {
	    name: string;
	    meaning: string;
	}
	export interface Folder {
	    name: string;
	    role: string;
	    selectable: boolean;
	    messages: number;
	    unseen: number;
	}
	export interface Token {
	    grant: string;
	    issuer: string;
	    audience: string[];
	    scopes: string[];
	    roles: string[];
	    user: string;
	    tenant: string;
	    client: string;
	    expiresAt: string;
	    opaque: boolean;
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
	export interface TLS {
	    version: string;
	    cipherSuite: string;
	    serverName: string;
	    trusted: boolean;
	    certificates: Certificate[];
	}
	export interface Alternative {
	    label: string;
	    patch: string;
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
	    source: string;
	    unverified: boolean;
	}
	export interface Step {
	    name: string;
	    verdict: string;
	    durationMs: number;
	    title: string;
	    expected: string;
	    received: string;
	    where: string;
	    detail: string;
	    finding?: Finding;
	    also: Finding[];
	    tls?: TLS;
	    token?: Token;
	    folders: Folder[];
	    capabilities: string[];
	    misses: MissingCapability[];
	    notices: ServerNotice[];
	    arrival?: Arrival;
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
	    person?: SignedInPerson;
	}
	export interface SecretView {
	    set: boolean;
	    changedAt: string;
	}
	export interface APIClient {
	    id: string;
	    revision: number;
	    clientId: string;
	    description: string;
	    scopes: string[];
	    default: boolean;
	    tokenUrl: string;
	    clientAuth: string;
	    caPem: string;
	    secret: SecretView;
	    bound: string;
	    lastUsedAt: string;
	    tokens: number;
	    changedAt: string;
	    light: Light;
	    summary: string;
	    proof?: Proof;
	}
	export interface FieldFault {
	    name: string;
	    message: string;
	}
	export interface APIClientCheck {
	    faults: FieldFault[];
	    ready: boolean;
	    remarks: FieldFault[];
	}
	export interface SecretInput {
	    change: string;
	    value: string;
	}
	export interface APIClientDraft {
	    deploymentId: string;
	    id: string;
	    revision: number;
	    clientId: string;
	    description: string;
	    scopes: string[];
	    default: boolean;
	    tokenUrl: string;
	    clientAuth: string;
	    caPem: string;
	    secret: SecretInput;
	}
	export interface APIScope {
	    name: string;
	    text: string;
	}
	export interface APIClientList {
	    clients: APIClient[];
	    scopes: APIScope[];
	}
	export interface APIClientRun {
	    runId: string;
	    draft: APIClientDraft;
	}
	export interface APIExample {
	    language: string;
	    title: string;
	    text: string;
	}
	export interface APIExampleRequest {
	    deploymentId: string;
	    clientId: string;
	    caFile: string;
	}
	
	export interface ProviderCommand {
	    title: string;
	    text: string;
	    kind: string;
	    note: string;
	    unverified: boolean;
	}
	export interface SecretShape {
	    field: string;
	    code: string;
	    message: string;
	    remedy: string;
	    fix: string;
	    fixValue: string;
	}
	export interface ProviderWarning {
	    from: string;
	    until: string;
	    text: string;
	    source: string;
	    protocol: string;
	}
	export interface Advice {
	    providerId: string;
	    provider: string;
	    passwordLabel: string;
	    fromRule: string;
	    warnings: ProviderWarning[];
	    shapes: SecretShape[];
	    commands: ProviderCommand[];
	}
	export interface AffectedSecret {
	    field: string;
	    changedAt: string;
	}
	export interface AffectedIntegration {
	    deploymentId: string;
	    deployment: string;
	    kind: string;
	    target: string;
	    stored: AffectedSecret[];
	}
	
	
	
	export interface AuditEntry {
	    sequence: number;
	    at: string;
	    operator: string;
	    via: string;
	    action: string;
	    deployment: string;
	    subject: string;
	    detail: string;
	    refused: boolean;
	}
	export interface AuditFilter {
	    text: string;
	    operator: string;
	    action: string;
	    deployment: string;
	    from: string;
	    to: string;
	    refused: boolean;
	    before: number;
	    limit: number;
	}
	export interface AuditPage {
	    entries: AuditEntry[];
	    more: boolean;
	    total: number;
	    operators: string[];
	    actions: string[];
	}
	export interface AuditVerification {
	    entries: number;
	    intact: boolean;
	    broken: number;
	    message: string;
	    hint: string;
	    last: string;
	}
	
	export interface BackupAccess {
	    operator: string;
	    password: string;
	    recoveryKey: string;
	}
	export interface BackupDifference {
	    kind: string;
	    comesBack: number;
	    isLost: number;
	    differs: number;
	    same: number;
	    names: string[];
	}
	export interface BackupDownload {
	    id: string;
	    name: string;
	    size: number;
	    piece: number;
	    records: number;
	    secrets: number;
	    at: string;
	}
	export interface BackupFile {
	    vaultId: string;
	    at: string;
	    size: number;
	    operators: number;
	    sameVault: boolean;
	}
	export interface BackupPiece {
	    content: string;
	    more: boolean;
	}
	export interface Operator {
	    id: string;
	    name: string;
	    email: string;
	    role: string;
	}
	export interface BackupReport {
	    file: BackupFile;
	    records: number;
	    secrets: number;
	    generation: number;
	    operators: Operator[];
	    compared: boolean;
	    differences: BackupDifference[];
	    replaces: boolean;
	    mayRestore: boolean;
	    refused: string;
	}
	export interface BackupStatus {
	    lastAt: string;
	    changedSince: boolean;
	    records: number;
	    secrets: number;
	    fileName: string;
	}
	export interface BackupUpload {
	    id: string;
	    piece: number;
	    limit: number;
	}
	
	export interface Change {
	    deployment: string;
	    subject: string;
	}
	export interface ClipboardCopy {
	    copied: boolean;
	    seconds: number;
	}
	export interface DamagedRecord {
	    kind: string;
	    name: string;
	    where: string;
	    problem: string;
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
	export interface DiscoveryAttempt {
	    source: string;
	    where: string;
	    outcome: string;
	    durationMs: number;
	}
	export interface ServerCandidate {
	    protocol: string;
	    host: string;
	    port: number;
	    security: string;
	    user: string;
	    signIn: string[];
	    source: string;
	    where: string;
	    provider: string;
	    needsConfirmation: boolean;
	    why: string;
	    unverified: boolean;
	}
	export interface Discovery {
	    address: string;
	    domain: string;
	    candidates: ServerCandidate[];
	    attempts: DiscoveryAttempt[];
	}
	
	export interface DiscoveryRequest {
	    runId: string;
	    address: string;
	    thirdParty: boolean;
	}
	export interface NotifySentEvent {
	    runId: string;
	    deploymentId: string;
	    id: string;
	    outcome: string;
	    done: number;
	    total: number;
	}
	export interface SlowedServer {
	    server: string;
	    connections: number;
	    words: string;
	}
	export interface MailboxResult {
	    id: string;
	    mailbox: string;
	    verdict: string;
	    light: Light;
	    summary: string;
	    code: string;
	    cause: string;
	    durationMs: number;
	}
	export interface MailboxesProving {
	    runId: string;
	    done: number;
	    total: number;
	    passed: number;
	    warned: number;
	    failed: number;
	    rows: MailboxResult[];
	    slowed: SlowedServer[];
	}
	export interface VerifyProgress {
	    done: number;
	    total: number;
	}
	export interface ProvingProgress {
	    runId: string;
	    kind: string;
	    verdict: string;
	    done: number;
	    total: number;
	}
	export interface SignInPrompt {
	    runId: string;
	    kind: string;
	    url: string;
	    code: string;
	    expiresAt: string;
	    providerUrl: string;
	    returnsTo: string;
	    byHand: boolean;
	}
	export interface TriedPort {
	    port: number;
	    security: string;
	    works: boolean;
	    mechanisms: string[];
	    detail: string;
	    code: string;
	    alternative?: Alternative;
	    durationMs: number;
	}
	export interface TriedPortEvent {
	    runId: string;
	    tried: TriedPort;
	}
	export interface RotationProgress {
	    done: number;
	    total: number;
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
	    triedPort: TriedPortEvent;
	    signInPrompt: SignInPrompt;
	    provingProgress: ProvingProgress;
	    verifyProgress: VerifyProgress;
	    mailboxesProving: MailboxesProving;
	    notifySent: NotifySentEvent;
	}
	export interface MessagesLeft {
	    why: string;
	    text: string;
	    count: number;
	}
	export interface MessageOutcome {
	    outcome: string;
	    count: number;
	}
	export interface NotificationMessage {
	    id: string;
	    eventId: string;
	    at: string;
	    actionId: string;
	    action: string;
	    personId: string;
	    person: string;
	    text: string;
	    address: string;
	    outcome: string;
	    reason: string;
	    detail: string;
	    remote?: Remote;
	    attempts: number;
	    lastAt: string;
	    messageId: string;
	    rehearsal: boolean;
	    running: boolean;
	    retryable: boolean;
	}
	export interface EventRetried {
	    messages: NotificationMessage[];
	    total: number;
	    outcomes: MessageOutcome[];
	    left: MessagesLeft[];
	}
	export interface EventRetry {
	    runId: string;
	    deploymentId: string;
	    eventId: string;
	    ids: string[];
	    mayArriveTwice: boolean;
	}
	export interface EventRetryCheck {
	    total: number;
	    again: number;
	    people: string[];
	    left: MessagesLeft[];
	}
	export interface Expiry {
	    kind: string;
	    subject: string;
	    at: string;
	    days: number;
	    state: string;
	    page: string;
	}
	export interface FaultView {
	    code: string;
	    kind: string;
	    message: string;
	    hint: string;
	}
	
	
	
	export interface Header {
	    name: string;
	    value: string;
	}
	export interface IdentityProviderFields {
	    name: string;
	    type: string;
	    enabled: boolean;
	    preset: string;
	    signInMessage: string;
	    allowedDomains: string[];
	    callbackUrl: string;
	    selfServiceSignUp: boolean;
	    authUrl: string;
	    caPem: string;
	    loopbackHost: string;
	    loopbackPort: number;
	    timeoutSeconds: number;
	    issuer: string;
	    clientId: string;
	    clientSecretExpires: string;
	    scopes: string[];
	    clientAuth: string;
	    pkce: boolean;
	    prompt: string;
	    emailClaim: string;
	    groupsClaim: string;
	    tokenUrl: string;
	    userInfoUrl: string;
	    emailPath: string;
	    idPath: string;
	    emailsUrl: string;
	    metadataUrl: string;
	    metadataXml: string;
	    idpEntityId: string;
	    ssoBinding: string;
	    signingCertificates: string[];
	    spEntityId: string;
	    nameIdFormat: string;
	    signRequests: boolean;
	    wantAssertionsSigned: boolean;
	    wantResponseSigned: boolean;
	    emailAttribute: string;
	    groupsAttribute: string;
	    forceAuthn: boolean;
	    loopbackAcs: string;
	    allowUnsolicited: boolean;
	    spCertificatePem: string;
	    spNextCertificatePem: string;
	}
	export interface IdentityProvider {
	    deploymentId: string;
	    id: string;
	    revision: number;
	    changedAt: string;
	    fields: IdentityProviderFields;
	    clientSecret: SecretView;
	    spKey: SecretView;
	    spNextKey: SecretView;
	    light: Light;
	    summary: string;
	    lastSignIn?: Proof;
	    lastCheck?: Proof;
	}
	export interface IdentityProviderDraft {
	    deploymentId: string;
	    id: string;
	    revision: number;
	    fields: IdentityProviderFields;
	    clientSecret: SecretInput;
	    spKey: SecretInput;
	    spNextKey: SecretInput;
	}
	
	export interface IdentityProviderRow {
	    id: string;
	    revision: number;
	    name: string;
	    type: string;
	    preset: string;
	    enabled: boolean;
	    target: string;
	    signInMessage: string;
	    domains: number;
	    light: Light;
	    summary: string;
	    level: string;
	    code: string;
	    cause: string;
	    provedAt: string;
	}
	export interface IdentityProviderList {
	    rows: IdentityProviderRow[];
	}
	export interface IdentityProviderRemark {
	    code: string;
	    severity: string;
	    field: string;
	    message: string;
	    remedy: string;
	    unverified: boolean;
	}
	export interface MetadataEntity {
	    entityId: string;
	    name: string;
	    ssoUrl: string;
	    ssoBinding: string;
	    nameIds: string[];
	    wantsSigned: boolean;
	    validUntil: string;
	    certificates: SigningCertificate[];
	    patch: string;
	}
	export interface SigningCertificate {
	    subject: string;
	    fingerprint: string;
	    publicKey: string;
	    notBefore: string;
	    notAfter: string;
	    days: number;
	    state: string;
	    from: string;
	    pem: string;
	}
	export interface IdentityProviderReview {
	    faults: FieldFault[];
	    ready: boolean;
	    complete: boolean;
	    remarks: IdentityProviderRemark[];
	    bound: string;
	    unbound: string[];
	    preset: string;
	    defaults: IdentityProviderFields;
	    returnsTo: string;
	    certificates: SigningCertificate[];
	    spCertificate?: SigningCertificate;
	    spNextCertificate?: SigningCertificate;
	    entities: MetadataEntity[];
	}
	
	export interface IdentityProviderRun {
	    runId: string;
	    draft: IdentityProviderDraft;
	}
	export interface IdentityProviderSignIn {
	    runId: string;
	    draft: IdentityProviderDraft;
	    byHand: boolean;
	}
	export interface Integration {
	    kind: string;
	    title: string;
	    target: string;
	    light: Light;
	    summary: string;
	    level: string;
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
	    affected: AffectedIntegration[];
	    backupAt: string;
	}
	export interface Link {
	    label: string;
	    url: string;
	}
	export interface LocalAPISettings {
	    startAtUnlock: boolean;
	    host: string;
	    port: number;
	    revision: number;
	}
	export interface LocalAPIState {
	    running: boolean;
	    since: string;
	    address: string;
	    startAtUnlock: boolean;
	    host: string;
	    port: number;
	    revision: number;
	    problem?: FaultView;
	    authority: Certificate;
	    authorityDays: number;
	    calls: APICall[];
	    callsTotal: number;
	    tokensIssued: number;
	}
	export interface MailAPIDraft {
	    deploymentId: string;
	    revision: number;
	    form: string;
	    url: string;
	    tokenUrl: string;
	    clientId: string;
	    clientAuth: string;
	    scope: string;
	    caPem: string;
	    clientSecret: SecretInput;
	    token: SecretInput;
	}
	export interface MailAPIExchange {
	    method: string;
	    url: string;
	    requestHeaders: string[];
	    requestBody: string;
	    status: number;
	    statusText: string;
	    responseHeaders: string[];
	    responseBody: string;
	    responseCut: boolean;
	}
	export interface MailAPILoss {
	    field: string;
	    text: string;
	    breaks: boolean;
	}
	export interface MailAPIPlan {
	    faults: FieldFault[];
	    ready: boolean;
	    method: string;
	    url: string;
	    body: string;
	    secrets: string[];
	    losses: MailAPILoss[];
	}
	export interface MailAPIReceipt {
	    at: string;
	    operator: string;
	    url: string;
	    status: number;
	    verdict: string;
	    summary: string;
	    configHash: string;
	    current: boolean;
	}
	export interface MailAPITarget {
	    deploymentId: string;
	    revision: number;
	    saved: boolean;
	    form: string;
	    url: string;
	    tokenUrl: string;
	    clientId: string;
	    clientAuth: string;
	    scope: string;
	    caPem: string;
	    clientSecret: SecretView;
	    bound: string;
	    ssmsUrl: string;
	    shiftUrl: string;
	    receipts: MailAPIReceipt[];
	}
	export interface MailAPIPush {
	    proof: Proof;
	    exchange?: MailAPIExchange;
	    target: MailAPITarget;
	}
	
	export interface MailAPIRun {
	    runId: string;
	    draft: MailAPIDraft;
	}
	
	export interface MailGateway {
	    configured: boolean;
	    revision: number;
	    changedAt: string;
	    enabled: boolean;
	    host: string;
	    port: string;
	    from: string;
	    senderName: string;
	    security: string;
	    caPem: string;
	    password: SecretView;
	    useDeploymentId: string;
	    redirected: string;
	    light: Light;
	    summary: string;
	    lastProof?: Proof;
	    templateChangedAt: string;
	    mayEdit: boolean;
	}
	export interface MailGatewayCheck {
	    faults: FieldFault[];
	    risks: FieldFault[];
	    ready: boolean;
	    defaultPort: string;
	    bound: string;
	    unbound: string[];
	    advice: Advice;
	}
	export interface MailGatewayDraft {
	    revision: number;
	    enabled: boolean;
	    host: string;
	    port: string;
	    from: string;
	    senderName: string;
	    security: string;
	    caPem: string;
	    password: SecretInput;
	    useDeploymentId: string;
	}
	export interface MailGatewayProof {
	    runId: string;
	    draft: MailGatewayDraft;
	    level: string;
	    to: string;
	}
	export interface TemplateText {
	    subject: string;
	    html: string;
	    text: string;
	}
	export interface MailTemplate {
	    kind: string;
	    id: string;
	    name: string;
	    revision: number;
	    changedAt: string;
	    text: TemplateText;
	    inStep: boolean;
	}
	export interface MailTemplateDraft {
	    kind: string;
	    deploymentId: string;
	    id: string;
	    name: string;
	    named: boolean;
	    revision: number;
	    text: TemplateText;
	}
	export interface MailboxAlias {
	    id: string;
	    mailboxId: string;
	    mailbox: string;
	    revision: number;
	    address: string;
	    workspace: string;
	    projectType: string;
	    client: string;
	}
	export interface StoredOAuth2 {
	    grant: string;
	    tokenUrl: string;
	    authUrl: string;
	    deviceUrl: string;
	    clientId: string;
	    clientAuth: string;
	    clientSecret: SecretView;
	    clientSecretExpires: string;
	    scope: string;
	    refreshToken: SecretView;
	}
	export interface Mailbox {
	    deploymentId: string;
	    id: string;
	    revision: number;
	    changedAt: string;
	    mailbox: string;
	    host: string;
	    port: string;
	    security: string;
	    insecureAllowPlainPassword: boolean;
	    auth: string;
	    user: string;
	    password: SecretView;
	    oauth2: StoredOAuth2;
	    name: string;
	    description: string;
	    timeoutSeconds: number;
	    caPem: string;
	    aliases: MailboxAlias[];
	    light: Light;
	    summary: string;
	    lastProof?: Proof;
	}
	
	export interface MailboxAliasDraft {
	    deploymentId: string;
	    mailboxId: string;
	    id: string;
	    revision: number;
	    address: string;
	    workspace: string;
	    projectType: string;
	    client: string;
	}
	export interface MailboxCause {
	    code: string;
	    verdict: string;
	    cause: string;
	    remedy: string;
	    mailboxes: string[];
	    count: number;
	}
	export interface MailboxCheck {
	    faults: FieldFault[];
	    ready: boolean;
	    complete: boolean;
	    defaultPort: string;
	    defaultUser: string;
	    defaultGrant: string;
	    bound: string;
	    unbound: string[];
	    advice: Advice;
	}
	export interface OAuth2Draft {
	    grant: string;
	    tokenUrl: string;
	    authUrl: string;
	    deviceUrl: string;
	    clientId: string;
	    clientAuth: string;
	    clientSecret: SecretInput;
	    clientSecretExpires: string;
	    scope: string;
	    refreshToken: SecretInput;
	}
	export interface MailboxDraft {
	    deploymentId: string;
	    id: string;
	    revision: number;
	    mailbox: string;
	    host: string;
	    port: string;
	    security: string;
	    insecureAllowPlainPassword: boolean;
	    auth: string;
	    user: string;
	    password: SecretInput;
	    oauth2: OAuth2Draft;
	    name: string;
	    description: string;
	    timeoutSeconds: number;
	    caPem: string;
	}
	export interface MailboxExport {
	    deploymentId: string;
	    ids: string[];
	    sealed: boolean;
	    passphrase: string;
	    confirm: string;
	}
	export interface MailboxExported {
	    name: string;
	    text: string;
	    sealed: boolean;
	    rows: number;
	}
	export interface MailboxImport {
	    deploymentId: string;
	    handle: string;
	    withoutBad: boolean;
	}
	export interface MailboxImportOptions {
	    deploymentId: string;
	    handle: string;
	    passphrase: string;
	}
	export interface MailboxImportPart {
	    deploymentId: string;
	    handle: string;
	    text: string;
	    sealed: boolean;
	}
	export interface MailboxImportSample {
	    line: number;
	    mailbox: string;
	    host: string;
	    name: string;
	    aliases: number;
	    password: boolean;
	    effect: string;
	}
	export interface MailboxImportProblem {
	    line: number;
	    column: string;
	    mailbox: string;
	    message: string;
	}
	export interface MailboxImportPreview {
	    handle: string;
	    rows: number;
	    good: number;
	    new: number;
	    changed: number;
	    unchanged: number;
	    newAliases: number;
	    changedAliases: number;
	    unchangedAliases: number;
	    bad: number;
	    columns: string[];
	    problems: MailboxImportProblem[];
	    problemCount: number;
	    samples: MailboxImportSample[];
	}
	
	
	export interface MailboxImported {
	    new: number;
	    changed: number;
	    unchanged: number;
	    aliases: number;
	    leftOut: number;
	}
	export interface MailboxRow {
	    id: string;
	    revision: number;
	    mailbox: string;
	    host: string;
	    port: string;
	    security: string;
	    auth: string;
	    name: string;
	    description: string;
	    aliases: number;
	    light: Light;
	    summary: string;
	    code: string;
	    cause: string;
	    provedAt: string;
	}
	export interface MailboxList {
	    rows: MailboxRow[];
	}
	export interface MailboxPassword {
	    deploymentId: string;
	    id: string;
	    next: string;
	    confirm: string;
	}
	export interface MailboxProof {
	    runId: string;
	    draft: MailboxDraft;
	}
	
	
	export interface MailboxSignInRequest {
	    runId: string;
	    draft: MailboxDraft;
	    method: string;
	}
	export interface MailboxesProof {
	    runId: string;
	    deploymentId: string;
	    ids: string[];
	    concurrency: number;
	    perServer: number;
	}
	export interface MailboxesProved {
	    total: number;
	    passed: number;
	    warned: number;
	    failed: number;
	    untried: number;
	    durationMs: number;
	    cancelled: boolean;
	    causes: MailboxCause[];
	    slowed: SlowedServer[];
	    unsaved: string;
	}
	
	export interface MessageList {
	    messages: NotificationMessage[];
	    matching: number;
	    total: number;
	    outcomes: MessageOutcome[];
	}
	
	export interface MessageQuery {
	    deploymentId: string;
	    outcome: string;
	    actionId: string;
	    eventId: string;
	    search: string;
	    offset: number;
	    limit: number;
	}
	export interface MessageRetry {
	    runId: string;
	    deploymentId: string;
	    id: string;
	    mayArriveTwice: boolean;
	}
	
	
	export interface MetadataReading {
	    entities: MetadataEntity[];
	    patch: string;
	    proof: Proof;
	}
	
	export interface NetworkDraft {
	    revision: number;
	    proxy: string;
	    scheme: string;
	    address: string;
	    user: string;
	    password: SecretInput;
	    resolver: string;
	}
	export interface NetworkSettings {
	    revision: number;
	    changedAt: string;
	    proxy: string;
	    scheme: string;
	    address: string;
	    user: string;
	    password: SecretView;
	    resolver: string;
	    system: string;
	}
	export interface NewOperator {
	    name: string;
	    email: string;
	    role: string;
	    password: string;
	    confirm: string;
	}
	export interface NewVault {
	    name: string;
	    email: string;
	    password: string;
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
	    oauth2: StoredOAuth2;
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
	export interface NotificationAction {
	    id: string;
	    revision: number;
	    changedAt: string;
	    name: string;
	    needsPerson: boolean;
	    notifyByEmail: boolean;
	    manyFirstAnswer: boolean;
	    templateId: string;
	    own?: OutgoingServer;
	}
	export interface OutgoingCheck {
	    faults: FieldFault[];
	    ready: boolean;
	    defaultPort: string;
	    defaultUser: string;
	    defaultGrant: string;
	    unbound: string[];
	    bound: string;
	    advice: Advice;
	}
	export interface NotificationActionCheck {
	    faults: FieldFault[];
	    own?: OutgoingCheck;
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
	    oauth2: OAuth2Draft;
	    from: string;
	    fromDisplayName: string;
	    replyTo: string;
	    replyToDisplayName: string;
	    envelopeFrom: string;
	    ehloName: string;
	    timeoutSeconds: number;
	    caPem: string;
	}
	export interface NotificationActionDraft {
	    deploymentId: string;
	    id: string;
	    revision: number;
	    name: string;
	    needsPerson: boolean;
	    notifyByEmail: boolean;
	    manyFirstAnswer: boolean;
	    templateId: string;
	    own?: OutgoingDraft;
	}
	export interface NotificationActionProof {
	    runId: string;
	    draft: NotificationActionDraft;
	    level: string;
	    to: string;
	}
	export interface NotificationActionSignIn {
	    runId: string;
	    draft: NotificationActionDraft;
	    method: string;
	}
	export interface NotificationDecision {
	    personId: string;
	    person: string;
	    message: boolean;
	    mail: boolean;
	    address: string;
	    stoppedBy: string;
	    stoppedText: string;
	}
	export interface NotificationEvent {
	    runId: string;
	    deploymentId: string;
	    actionId: string;
	    people: string[];
	    everyone: boolean;
	    message: string;
	    key: string;
	    rehearsal: boolean;
	}
	export interface NotificationFinding {
	    finding: Finding;
	    actionId: string;
	    warning: boolean;
	}
	
	export interface NotificationStop {
	    by: string;
	    text: string;
	    count: number;
	}
	export interface NotificationRehearsal {
	    decisions: NotificationDecision[];
	    total: number;
	    messages: number;
	    mails: number;
	    stops: NotificationStop[];
	}
	export interface NotificationSent {
	    eventId: string;
	    messages: NotificationMessage[];
	    total: number;
	    outcomes: MessageOutcome[];
	    repeated: boolean;
	}
	
	export interface NotificationSwitches {
	    revision: number;
	    integration: boolean;
	    notifications: boolean;
	    identifier: string;
	    templateId: string;
	    mailConfigured: boolean;
	    mailFrom: string;
	}
	export interface NotificationSwitchesDraft {
	    deploymentId: string;
	    revision: number;
	    integration: boolean;
	    notifications: boolean;
	    identifier: string;
	    templateId: string;
	}
	export interface PeopleIdentifier {
	    name: string;
	    usable: number;
	}
	export interface TemplateRow {
	    id: string;
	    name: string;
	    revision: number;
	    changedAt: string;
	    subject: string;
	    usedBy: number;
	}
	export interface NotificationsState {
	    switches: NotificationSwitches;
	    actions: NotificationAction[];
	    findings: NotificationFinding[];
	    templates: TemplateRow[];
	    identifiers: PeopleIdentifier[];
	    people: number;
	}
	
	
	
	export interface OperatorDetails {
	    id: string;
	    name: string;
	    email: string;
	    role: string;
	}
	export interface OperatorRow {
	    id: string;
	    name: string;
	    email: string;
	    role: string;
	    mustChange: boolean;
	    you: boolean;
	    lastOwner: boolean;
	    changedAt: string;
	    resetUntil: string;
	    resetUsed: boolean;
	}
	
	
	export interface Permission {
	    address: string;
	    roles: string[];
	    verdict: string;
	    at: string;
	    remote?: Remote;
	    finding?: Finding;
	}
	export interface OutgoingPermissions {
	    rows: Permission[];
	    recipient: string;
	    after: string;
	    proof: Proof;
	}
	export interface OutgoingPermissionsRequest {
	    runId: string;
	    draft: OutgoingDraft;
	    to: string;
	    further: string[];
	}
	export interface OutgoingProof {
	    runId: string;
	    draft: OutgoingDraft;
	    level: string;
	    to: string;
	    mailboxId: string;
	    remove: boolean;
	}
	export interface OutgoingRun {
	    runId: string;
	    draft: OutgoingDraft;
	}
	export interface OutgoingSenderRequest {
	    runId: string;
	    draft: OutgoingDraft;
	    selectors: string[];
	}
	
	export interface OutgoingSignInRequest {
	    runId: string;
	    draft: OutgoingDraft;
	    method: string;
	}
	export interface PasswordChange {
	    current: string;
	    next: string;
	    confirm: string;
	}
	export interface PasswordReset {
	    operator: OperatorRow;
	    to: string;
	    expiresAt: string;
	    remote?: Remote;
	}
	export interface PasswordStrength {
	    score: number;
	    label: string;
	    advice: string;
	}
	export interface PastedAnswer {
	    runId: string;
	    text: string;
	}
	export interface PastedPage {
	    draft: IdentityProviderDraft;
	    text: string;
	}
	
	export interface PeopleImport {
	    deploymentId: string;
	    handle: string;
	    withoutBad: boolean;
	}
	export interface PeopleImportPart {
	    deploymentId: string;
	    handle: string;
	    content: string;
	}
	export interface PeopleImportProblem {
	    line: number;
	    column: string;
	    person: string;
	    message: string;
	}
	export interface PeopleImportSample {
	    line: number;
	    name: string;
	    userName: string;
	    email: string;
	    address: string;
	    unusable: string;
	    effect: string;
	}
	export interface PeopleImportReport {
	    handle: string;
	    encoding: string;
	    columns: string[];
	    rows: number;
	    good: number;
	    bad: number;
	    new: number;
	    changed: number;
	    unchanged: number;
	    unusable: number;
	    problems: PeopleImportProblem[];
	    problemCount: number;
	    samples: PeopleImportSample[];
	}
	
	export interface PersonAttribute {
	    name: string;
	    value: string;
	}
	export interface Person {
	    id: string;
	    revision: number;
	    changedAt: string;
	    name: string;
	    userName: string;
	    email: string;
	    attributes: PersonAttribute[];
	    address: string;
	    unusable: string;
	}
	export interface PeopleList {
	    people: Person[];
	    matching: number;
	    total: number;
	    unusable: number;
	    identifier: string;
	}
	export interface PeopleQuery {
	    deploymentId: string;
	    search: string;
	    unusable: boolean;
	    offset: number;
	    limit: number;
	}
	
	
	
	export interface PersonDraft {
	    deploymentId: string;
	    id: string;
	    revision: number;
	    name: string;
	    userName: string;
	    email: string;
	    attributes: PersonAttribute[];
	}
	export interface Platform {
	    door: string;
	    version: string;
	    nativeSave: boolean;
	    opensUrl: boolean;
	    demo: boolean;
	}
	export interface Preferences {
	    autoLockMinutes: number;
	    rotationReminderDays: number;
	}
	export interface PresetAnswer {
	    key: string;
	    value: string;
	}
	export interface PresetAnswers {
	    draft: IdentityProviderDraft;
	    preset: string;
	    answers: PresetAnswer[];
	}
	export interface PresetNote {
	    text: string;
	    types: string[];
	    unverified: boolean;
	}
	export interface PresetQuestion {
	    key: string;
	    label: string;
	    placeholder: string;
	    hint: string;
	    types: string[];
	    optional: boolean;
	    default: string;
	}
	export interface ProbeRow {
	    setting: string;
	    label: string;
	    value: string;
	    current: boolean;
	    verdict: string;
	    detail: string;
	    remote?: Remote;
	    alternative?: Alternative;
	}
	export interface ProbeReport {
	    rows: ProbeRow[];
	    finding?: Finding;
	}
	
	
	
	export interface ProveAllRequest {
	    runId: string;
	    deploymentId: string;
	}
	export interface ProvedOne {
	    kind: string;
	    title: string;
	    verdict: string;
	    summary: string;
	}
	export interface ProvedAll {
	    results: ProvedOne[];
	    cancelled: boolean;
	}
	
	export interface ProviderRegion {
	    id: string;
	    name: string;
	    smtpHost: string;
	    imapHost: string;
	}
	export interface ProviderOAuth2 {
	    authUrl: string;
	    tokenUrl: string;
	    deviceUrl: string;
	    scopeSmtp: string;
	    scopeImap: string;
	    appScope: string;
	    needsTenant: boolean;
	    unverified: boolean;
	}
	export interface ProviderServer {
	    host: string;
	    port: number;
	    security: string;
	    user: string;
	    fixedUser: string;
	    userHint: string;
	    unverified: boolean;
	}
	export interface Provider {
	    id: string;
	    name: string;
	    domains: string[];
	    smtp: ProviderServer[];
	    imap: ProviderServer[];
	    signIn: string[];
	    passwordLabel: string;
	    advice: string;
	    fromRule: string;
	    afterData: string;
	    oauth2?: ProviderOAuth2;
	    warnings: ProviderWarning[];
	    regions: ProviderRegion[];
	    links: Link[];
	    source: string;
	    verified: string;
	    unverified: boolean;
	    note: string;
	}
	
	
	
	
	export interface SheetEntry {
	    screen: string;
	    label: string;
	    value: string;
	    note: string;
	    unverified: boolean;
	}
	export interface ProviderSheet {
	    title: string;
	    entries: SheetEntry[];
	    text: string;
	}
	
	
	
	export interface RecentProof {
	    kind: string;
	    title: string;
	    target: string;
	    level: string;
	    verdict: string;
	    summary: string;
	    startedAt: string;
	    current: boolean;
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
	export interface RehearsalEndpoint {
	    host: string;
	    port: string;
	    security: string;
	    user: string;
	    password: string;
	}
	export interface RehearsalFault {
	    name: string;
	    label: string;
	    protocol: string;
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
	export interface RehearsalPerson {
	    name: string;
	    email: string;
	}
	export interface RehearsalProvider {
	    issuer: string;
	    clientId: string;
	    clientSecret: string;
	    authorizationUrl: string;
	    tokenUrl: string;
	    userInfoUrl: string;
	    samlMetadataUrl: string;
	    people: RehearsalPerson[];
	}
	export interface Withheld {
	    remote: number;
	    images: number;
	    links: number;
	    styles: number;
	    markup: number;
	}
	export interface RehearsalShown {
	    document: string;
	    refused: string;
	    withheld: Withheld;
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
	    imap: RehearsalEndpoint;
	    imapFault: string;
	    idp: RehearsalProvider;
	    idpFault: string;
	}
	
	export interface Restored {
	    kept: string;
	}
	
	
	export interface SPMetadata {
	    fileName: string;
	    xml: string;
	    findings: Finding[];
	}
	export interface SPMetadataRequest {
	    draft: IdentityProviderDraft;
	    withProof: boolean;
	}
	export interface SavedAPIClient {
	    client: APIClient;
	    secret: string;
	}
	export interface SavedBackup {
	    saved: boolean;
	    path: string;
	    size: number;
	    records: number;
	    secrets: number;
	    at: string;
	}
	export interface SavedFile {
	    saved: boolean;
	    path: string;
	}
	export interface TemplateProblem {
	    field: string;
	    code: string;
	    message: string;
	    severity: string;
	    line: number;
	    column: number;
	    placeholder: string;
	}
	export interface SavedTemplate {
	    template: MailTemplate;
	    problems: TemplateProblem[];
	}
	
	
	
	
	
	
	
	export interface SignInPreset {
	    id: string;
	    name: string;
	    types: string[];
	    questions: PresetQuestion[];
	    notes: PresetNote[];
	}
	
	
	export interface SignedIn {
	    handle: string;
	    token?: Token;
	    doubts: Finding[];
	    finding?: Finding;
	}
	
	
	export interface SimulatedPerson {
	    email: string;
	    emailTrust: string;
	    known: boolean;
	}
	export interface Simulation {
	    decisions: SignInDecision[];
	    faults: FieldFault[];
	}
	export interface SimulationRequest {
	    allowedDomains: string[];
	    selfServiceSignUp: boolean;
	    people: SimulatedPerson[];
	}
	
	
	
	
	export interface TemplatePlaceholder {
	    name: string;
	    type: string;
	    label: string;
	    sample: string;
	    required: boolean;
	}
	export interface TemplateCatalogue {
	    kind: string;
	    placeholders: TemplatePlaceholder[];
	    samples: string[];
	    default: TemplateText;
	    maxSubject: number;
	    maxHtml: number;
	    maxText: number;
	    maxImage: number;
	    maxImages: number;
	}
	export interface TemplateTrial {
	    draft: MailTemplateDraft;
	    sample: string;
	    personId: string;
	    actionId: string;
	    message: string;
	    mode: string;
	}
	export interface TemplateMail {
	    runId: string;
	    trial: TemplateTrial;
	    to: string;
	    rehearsal: boolean;
	}
	
	export interface TemplatePreview {
	    subject: string;
	    document: string;
	    plainText: string;
	    problems: TemplateProblem[];
	    inStep: boolean;
	    madeText: string;
	    size: number;
	}
	
	
	
	
	
	
	
	
	export interface TriedPorts {
	    host: string;
	    tried: TriedPort[];
	    best?: Alternative;
	    finding?: Finding;
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
	    mailed: boolean;
	    fault?: FaultView;
	    backupAt: string;
	    autoLockMinutes: number;
	    notices: string[];
	}
	export interface Verification {
	    at: string;
	    records: number;
	    secrets: number;
	    durationMs: number;
	    damaged: DamagedRecord[];
	    notes: string[];
	}
	

}

