export const commands = {
  title: 'At the provider',
  note: 'What an administrator does there, with the values of this page filled in.',
  copy: (title: string) => `Copy: ${title}`,
  open: 'Open the page',
  unverified: 'Not verified',
  kinds: { powershell: 'PowerShell', shell: 'Shell', url: 'Page', steps: 'Steps' } as Partial<
    Record<string, string>
  >,
};
