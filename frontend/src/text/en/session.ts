export const session = {
  first: {
    title: 'Create your vault',
    purpose:
      'Everything Patchbay keeps lies in one encrypted vault on this machine. Your password opens it; nothing is sent anywhere.',
    name: 'Your name',
    email: 'Your e-mail address',
    emailHelp: 'Test messages go here by default.',
    password: 'Password',
    repeat: 'Repeat password',
    mismatch: 'the two passwords differ',
    create: 'Create vault',
    working: 'Deriving the key takes about a second.',
    where: (path: string) => `The vault will lie in ${path}`,
  },
  strength: {
    meter: (label: string) => `Password strength: ${label}`,
  },
  recovery: {
    title: 'Keep the recovery key',
    purpose:
      'It opens the vault if the password is lost. It is shown only this once and is stored nowhere.',
    key: 'Recovery key',
    copyLabel: 'Copy recovery key',
    save: 'Save as file',
    print: 'Print',
    copy: 'Copy',
    saved: (path: string) => `Saved to ${path}`,
    downloaded: 'Handed to the browser as a download',
    advice:
      'Keep it on paper or in a password manager, not on this machine. Without password and recovery key nobody can open the vault.',
    confirm: 'I have stored the recovery key in a safe place',
    done: 'Open the vault',
    doneLater: 'Done',
    sheet: (vault: string, key: string) =>
      `Patchbay recovery key\n\nVault: ${vault}\nRecovery key: ${key}\n\nWhoever has this key can open the vault. Keep it apart from the machine.\n`,
    vault: (id: string) => `Vault ${id}`,
  },
  lock: {
    title: 'Unlock the vault',
    operator: 'Operator',
    operatorHelp: 'Your name, as an owner has entered it',
    password: 'Password',
    unlock: 'Unlock',
    useRecovery: 'Use the recovery key',
    usePassword: 'Use the password',
    locked: 'The vault is locked.',
    path: (path: string) => `Vault: ${path}`,
    working: 'Deriving the key',
  },
  mustChange: {
    title: 'Set your own password',
    purpose: (name: string) =>
      `${name}, you have unlocked the vault with a first password that somebody else knows. Replace it: nothing else opens before that.`,
    mailed: {
      purpose: (name: string) =>
        `${name}, you have unlocked the vault with a password that was mailed to you. Replace it: nothing else opens before that.`,
      once: 'The mailed password has opened the vault this once, and opens it no more. If Patchbay locks or ends before you have set your own, an owner has to mail you another one.',
      current: 'Mailed password',
    },
    current: 'First password',
    next: 'New password',
    confirm: 'Repeat new password',
    submit: 'Set password and go on',
    working: 'Deriving the key takes about a second.',
  },
  recover: {
    title: 'Open with the recovery key',
    purpose: 'Sets a new password. The recovery key is used up: a new one is shown afterwards.',
    key: 'Recovery key',
    next: 'New password',
    confirm: 'Repeat new password',
    submit: 'Open and set password',
  },
  broken: {
    title: 'The vault does not open',
    again: 'Try again',
    explanations: {
      'vault.damaged': {
        title: 'The vault is damaged',
        body: 'Part of the vault folder cannot be read: a disk fault, or a copy that was interrupted. The password is not the cause.',
        next: 'Check the disk, then restore the last backup. Without one, “patchbay vault verify” in a terminal says which records can still be read.',
      },
      'vault.tampered': {
        title: 'The vault was changed from outside',
        body: 'Something in the vault folder was altered by another program than Patchbay. Nothing was opened.',
        next: 'Find out who can write to the folder, then restore a backup that you trust.',
      },
      'vault.foreign': {
        title: 'The folder does not belong to this vault',
        body: 'The vault folder, or a file in it, comes from another vault, is a link, or can be read by other users of this machine.',
        next: 'Check the path and the permissions of the folder (only you may read it), then try again.',
      },
      'vault.newer': {
        title: 'The vault was written by a newer Patchbay',
        body: 'This version does not know the format and leaves the vault untouched.',
        next: 'Install the version that wrote it, or a later one.',
      },
      'vault.rolled_back': {
        title: 'Part of the vault is older than the rest',
        body: 'A file was replaced by an earlier copy: a restore of single files, or a synchronising folder.',
        next: 'Restore the whole folder from one backup; exclude it from file synchronisation.',
      },
      'vault.wrong_password': {
        title: 'The password is wrong',
        body: 'The vault itself is whole.',
        next: 'Type it again: mind Caps Lock and the keyboard layout. The recovery key opens the vault if the password is lost.',
      },
    } as Partial<Record<string, { title: string; body: string; next: string }>>,
  },
  disconnected: {
    title: 'This tab is not connected',
    body: 'Patchbay opens in the browser by a one-time link. This tab has none, or the program has been restarted.',
    next: 'Open the link that the terminal shows. Each link works once.',
  },
};
