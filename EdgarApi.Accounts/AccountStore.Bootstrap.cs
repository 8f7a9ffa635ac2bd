using System.Security.Cryptography;
using EdgarApi.Accounts.Bootstrap;
using EdgarApi.Accounts.Keys;

namespace EdgarApi.Accounts;

public sealed partial class AccountStore
{
    /// <summary>Creates a key with a given text, its organization and its user, each unless it exists.</summary>
    /// <returns>The key, and whether it is new.</returns>
    /// <exception cref="AccountConflictException">
    /// Another key has the id, or the organization exists and does not operate the installation.
    /// </exception>
    public async Task<(ApiKey Key, bool IsNew)> EnsureKeyAsync(Actor actor, FirstKey first, CancellationToken cancellationToken)
    {
        var isNew = false;
        var key = await ChangeAsync(actor, async change =>
        {
            var id = KeyText.GetId(first.Text) ?? throw new ArgumentException("The text is not a key.", nameof(first));
            var known = new { Id = id, Reach = (long?)null };
            if (await change.FindAsync<StoredSecret>("select secret_hash from api_keys where public_id = @Id", known).ConfigureAwait(false)
                is { } stored)
            {
                if (!CryptographicOperations.FixedTimeEquals(stored.SecretHash, KeyText.ComputeHash(first.Text)))
                    throw new AccountConflictException($"The key of {first.Name} has the id {id} of another key. Generate another.");
                return await change.GetAsync<ApiKey>(OneKey, known).ConfigureAwait(false);
            }

            isNew = true;
            var organization = await EnsureOperatorAsync(change, first.Organization).ConfigureAwait(false);
            var user = await EnsureUserAsync(change, organization, first).ConfigureAwait(false);
            var created = (await InsertAsync(
                change, new NewKey(user.Id, first.Name, first.Scopes), _time.GetUtcNow(), first.Text).ConfigureAwait(false))!.Key;
            await change.AuditAsync(
                "key.create", $"key:{id}", organization.Id, new { created.Name, created.UserId, created.Scopes, created.ExpiresAt })
                .ConfigureAwait(false);
            return created;
        }, cancellationToken).ConfigureAwait(false);
        return (key!, isNew);
    }

    private static async Task<Organization> EnsureOperatorAsync(AccountChange change, string name)
    {
        var found = await change.FindAsync<Organization>(
            $"select {OrganizationColumns} from organizations where lower(name) = lower(@Name)", new { Name = name }).ConfigureAwait(false);
        if (found is { IsOperator: false })
            throw new AccountConflictException($"The organization '{found.Name}' does not operate this installation. Choose another name.");
        if (found is not null) return found;
        var created = await change.GetAsync<Organization>(
            $"insert into organizations (name, is_operator) values (@Name, true) returning {OrganizationColumns}", new { Name = name })
            .ConfigureAwait(false);
        await change.AuditAsync("organization.create", $"organization:{created.Id}", created.Id, new { created.Name, created.IsOperator })
            .ConfigureAwait(false);
        return created;
    }

    private async Task<User> EnsureUserAsync(AccountChange change, Organization organization, FirstKey first)
    {
        var parameters = new { OrganizationId = organization.Id, first.Name, Tier = GetTier(first.Tier) };
        var found = await change.FindAsync<User>(
            $"""
            select {UserColumns} from users
            where organization_id = @OrganizationId and name = @Name and subscription_tier = @Tier and is_active order by id limit 1
            """, parameters).ConfigureAwait(false);
        if (found is not null) return found;
        var created = await change.GetAsync<User>(
            $"""
            insert into users (organization_id, name, subscription_tier) values (@OrganizationId, @Name, @Tier)
            returning {UserColumns}
            """, parameters).ConfigureAwait(false);
        await change.AuditAsync("user.create", $"user:{created.Id}", organization.Id, new { created.Name, created.Tier })
            .ConfigureAwait(false);
        return created;
    }

    private sealed record StoredSecret
    {
        public byte[] SecretHash { get; init; } = [];
    }
}
