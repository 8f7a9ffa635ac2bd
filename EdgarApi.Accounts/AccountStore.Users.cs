using EdgarApi.Storage.Postgres;

namespace EdgarApi.Accounts;

public sealed partial class AccountStore
{
    private const string UserColumns =
        "id, organization_id, name, email, subscription_tier as tier, is_active, created_at, updated_at";

    /// <summary>Creates a user; null if the organization does not exist.</summary>
    /// <exception cref="AccountConflictException">The email address is taken.</exception>
    public Task<User?> CreateUserAsync(Actor actor, NewUser user, CancellationToken cancellationToken) => ChangeAsync(actor, async change =>
    {
        var created = await WithConflictAsync(
            change.FindAsync<User>(
                $"""
                insert into users (organization_id, name, email, subscription_tier)
                select id, @Name, @Email, @Tier from organizations where id = @OrganizationId and (@Reach is null or id = @Reach)
                returning {UserColumns}
                """,
                new { user.OrganizationId, actor.Reach, user.Name, user.Email, Tier = GetTier(user.Tier) }),
            "users_email", $"A user with the address '{user.Email}' already exists.").ConfigureAwait(false);
        if (created is null) return null;
        await change.AuditAsync(
            "user.create", $"user:{created.Id}", created.OrganizationId, new { created.Name, created.Tier }).ConfigureAwait(false);
        return created;
    }, cancellationToken);

    /// <summary>Changes a user and so what their keys may access; null if the user does not exist.</summary>
    /// <exception cref="AccountConflictException">The email address is taken.</exception>
    public Task<User?> UpdateUserAsync(Actor actor, long id, UserChanges changes, CancellationToken cancellationToken) =>
        ChangeAsync(actor, async change =>
        {
            var changed = await WithConflictAsync(
                change.FindAsync<User>(
                    $"""
                    update users set name = coalesce(@Name, name), email = coalesce(@Email, email),
                        subscription_tier = coalesce(@Tier, subscription_tier),
                        is_active = coalesce(@IsActive, is_active), updated_at = now()
                    where id = @Id and (@Reach is null or organization_id = @Reach) returning {UserColumns}
                    """,
                    new
                    {
                        Id = id, actor.Reach, changes.Name, changes.Email,
                        Tier = changes.Tier is null ? null : GetTier(changes.Tier), changes.IsActive,
                    }),
                "users_email", $"A user with the address '{changes.Email}' already exists.").ConfigureAwait(false);
            if (changed is null) return null;
            if (changes.IsActive is not null || changes.Tier is not null)
                await change.TouchKeysAsync("user_id = @Id", new { Id = id }).ConfigureAwait(false);
            // The audit trail records only that the address changed: personal data stays in one table.
            await change.AuditAsync(
                "user.update", $"user:{id}", changed.OrganizationId, changes with { Email = changes.Email is null ? null : "changed" })
                .ConfigureAwait(false);
            return changed;
        }, cancellationToken);

    /// <summary>Returns a page of users, ordered by id.</summary>
    /// <param name="reach">The only organization to include; null for all.</param>
    /// <param name="organization">Id of the organization to list; null for all.</param>
    /// <param name="after">Id of the last user of the previous page; 0 for the first page.</param>
    /// <param name="limit">Maximum number of users.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public Task<IReadOnlyList<User>> ListUsersAsync(
        long? reach, long? organization, long after, int limit, CancellationToken cancellationToken) => _primary.QueryAsync<User>(
        $"""
        select {UserColumns} from users
        where id > @After and (@Reach is null or organization_id = @Reach) and (@Organization is null or organization_id = @Organization)
            order by id limit @Limit
        """,
        new { After = after, Reach = reach, Organization = organization, Limit = limit }, cancellationToken);

    /// <summary>Finds a user by id; null if the user does not exist.</summary>
    public Task<User?> FindUserAsync(long? reach, long id, CancellationToken cancellationToken) =>
        _primary.QuerySingleOrDefaultAsync<User>(
            $"select {UserColumns} from users where id = @Id and (@Reach is null or organization_id = @Reach)",
            new { Id = id, Reach = reach }, cancellationToken);

    private string GetTier(string name) =>
        _tiers.UserTiers.FirstOrDefault(tier => string.Equals(tier.Name, name, StringComparison.OrdinalIgnoreCase))?.Name
        ?? throw new ArgumentException(
            $"'{name}' is not a tier. Valid tiers: {string.Join(", ", _tiers.UserTiers.Select(tier => tier.Name))}.", nameof(name));
}
